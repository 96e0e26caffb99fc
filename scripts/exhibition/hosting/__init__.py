"""Interfaces to hosting: comments below pull requests, code owners, and the upload to a bucket.

`pull_request_comments` runs in a job that may write comments. It needs only the standard library and `report`, so
that no third-party package runs with that right.
"""
