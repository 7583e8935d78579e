"""The preview (预览): the document in a browser as it will be published, following every save of the budget file.

building   budget file → `Page`, in two steps: the document, then its verdict and what changed
state      what a tab shows: the last good page, what is wrong since
room       one budget file being previewed: builds, one at a time; who waits for news
sources    the files that a budget is made of
watching   saves of those files → rooms
answering  a number's answer; searching: where something stands; downloads: the finished files
page, panels, assets/   what the browser gets
app        addresses; guarding: who may ask; serving: the server
"""
