package s3

import (
	"bytes"
	"encoding/xml"
	"time"

	"github.com/rclone/gofakes3"
)

// marshalAs writes a message under a root of its own: gofakes3's messages name theirs only in part.
func marshalAs(root xml.StartElement, message any) ([]byte, error) {
	var b bytes.Buffer
	encoder := xml.NewEncoder(&b)
	if err := encoder.EncodeElement(message, root); err != nil {
		return nil, err
	}
	return b.Bytes(), encoder.Close()
}

// milliseconds is a time as S3 lists it.
func milliseconds(t time.Time) gofakes3.ContentTime {
	return gofakes3.NewContentTime(t.UTC().Truncate(time.Millisecond))
}
