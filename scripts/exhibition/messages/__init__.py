"""Messages that authors read: one module for each kind of text they are about.

A message is a decorated function (`register_message`): its name is the fault, its arguments are the facts, its
docstring is the manual of the code. Modules here know only `text` and `diagnostics`, so the model and the loader can
both use them.
"""
