"""The preview (预览): the document in a browser as it will be published, following every save of the budget file.

session     one budget file: its builds, one at a time; its saves; the tabs that wait for news
building    budget file → document, then verdict and changes; the finished files
background  threads for work beside the pages; which files were saved
page        the page and the start page, and what of them tabs are sent; assets/
panels      findings and changes beside the document
page_lines  the lines of the page with their ids and numbers
desk        what the browser changes in the files; forms: every value as a field; effects: what a save did
desk_routes its addresses, and the HTML they answer with
answering   what is known of a number, and where something stands
app         addresses; serving: the server; guard: who may ask it
"""
