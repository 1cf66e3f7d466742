package ledger

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/service"
	"interlaken/trail"
	"interlaken/wire/interlaken"
)

// verifyTrail computes the account's chain anew, up to the event before its own, and holds it against kept heads
// (SECURITY S19).
func verifyTrail() service.Operation {
	return define("VerifyTrail", "trail", func(c *service.Call, in *interlaken.VerifyTrailInput) (*interlaken.VerifyTrailOutput, error) {
		kept := make([]trail.Head, len(in.Heads))
		for i, h := range in.Heads {
			kept[i] = trail.Head{Account: c.Account(), Count: *h.Count, Hash: *h.Hash, Time: aws.ToTime(h.Time)}
		}
		report, err := trail.Verify(c.Tx, c.Account(), kept...)
		if err != nil {
			return nil, err
		}
		head, err := trail.HeadOf(c.Tx, c.Account())
		if err != nil {
			return nil, err
		}
		out := &interlaken.VerifyTrailOutput{
			Consistent: aws.Bool(report.Break == nil), Anchored: &report.Anchored, Message: aws.String(report.String()),
			Head: &interlaken.TrailHead{Count: &head.Count, Hash: &head.Hash, Time: &head.Time},
		}
		if b := report.Break; b != nil {
			out.Break = &interlaken.TrailBreak{Kind: aws.String(string(b.Kind)), Sequence: &b.Sequence, Why: &b.Why}
		}
		return out, nil
	})
}
