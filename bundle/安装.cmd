@echo off
rem ASCII only: cmd reads this file in the code page of the console, which differs. Words in Chinese come from install.py.
setlocal
pushd "%~dp0"
if not exist install.py goto packed
set FOUND=
py -3 -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set FOUND=py -3
if not defined FOUND python -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul && set FOUND=python
if not defined FOUND goto nopython
%FOUND% install.py %*
goto end
:nopython
echo Python 3.11 - 3.13 (64-bit) was not found. The page that opens now says what to do.
for %%f in (*.html) do start "" "%%f"
goto end
:packed
echo Unzip the whole file first, then start this file again from the folder.
:end
popd
pause
