package sts

import (
	"compress/flate"
	"io"

	"interlaken/fault"
)

// packedBytes is the space that policy and tags of a session share once they are packed. AWS publishes neither it nor
// its packing. Here a policy counts by what DEFLATE makes of it and a tag by its bytes, so that the six tags of EKS Pod
// Identity come near the 74 % that they take on AWS (aws/containers-roadmap, issue 2413).
const packedBytes = 512

// packedSize is the percentage of the packed space that the session's policy and tags take, 0 where it has neither.
// Above 100 the request is refused.
func (w *wishes) packedSize() (int32, error) {
	if w.policy == "" && len(w.tags) == 0 && len(w.policyARNs) == 0 {
		return 0, nil
	}
	var packed counter
	for key, value := range w.tags {
		packed += counter(len(key) + len(value))
	}
	for _, policyARN := range w.policyARNs {
		packed += counter(len(policyARN))
	}
	if w.policy != "" {
		if err := packed.deflate(w.policy); err != nil {
			return 0, fault.Wrap(err, fault.Internal, "The session policy could not be packed.")
		}
	}
	percent := max(1, int32(packed*100/packedBytes))
	if percent > 100 {
		what := "session policy"
		if w.policy == "" {
			what = "session tags"
		}
		return 0, fault.New("PackedPolicyTooLarge", "Packed size of %s consumes %d%% of allotted space.", what, percent)
	}
	return percent, nil
}

// counter counts what is written to it.
type counter int

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}

// deflate adds what a text takes when it is packed.
func (c *counter) deflate(text string) error {
	pack, err := flate.NewWriter(c, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := io.WriteString(pack, text); err != nil {
		return err
	}
	return pack.Close()
}
