"""The preview (预览): the document in a browser as it will be published, following every save of the budget file.

session     one budget file being previewed: its builds, one at a time; its saves; the tabs that wait for news
building    budget file → document, then verdict and changes; what a tab shows; the finished files
sources     the files that a budget is made of
answering   a number's answer; searching: where something stands
page        what the browser gets, with panels around the document, and assets/
page_lines  the lines of the page with their ids and numbers
app         addresses; guarding: who may ask; serving: the server
"""
