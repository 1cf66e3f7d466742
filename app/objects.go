package app

import (
	"io"

	"interlaken/cloud/athena"
	"interlaken/cloud/s3"
	"interlaken/service"
)

// athenaObjects is S3 as Athena's port wants it. Both are services of the same cloud and do not know each other.
type athenaObjects struct{ *s3.Objects }
