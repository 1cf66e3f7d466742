"""Tells pyarrow's own client of S3 the endpoint: PyAthena makes one without, and pyarrow looks into the environment only
where it is given a URL. It is the one place where a client has to be told."""

import functools

import pyarrow.fs

import world

pyarrow.fs.S3FileSystem = functools.partial(pyarrow.fs.S3FileSystem, endpoint_override=world.ENDPOINT)
