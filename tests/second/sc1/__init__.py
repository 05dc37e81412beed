"""A second implementation of Hushwing's secret chats, SC1, from docs/PROTOCOL.md alone.

It shares nothing with the program but that page: where the two disagree, the page is unclear or one
of them is wrong. Each module names the section that it was written from. It keeps nothing on disk
and wipes no memory: it proves what goes over the wire, and is no messenger.
"""
