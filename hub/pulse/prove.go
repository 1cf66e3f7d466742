package pulse

import (
	"context"
	"errors"
	"net/http"

	"github.com/aws/aws-sdk-go-v2/aws"
	"github.com/aws/aws-sdk-go-v2/service/s3"
	smithyhttp "github.com/aws/smithy-go/transport/http"

	"interlaken/hub"
	"interlaken/hub/chain"
)

// prove finds out whether a person can run queries on a data source. A refusal under credentials that were held is taken
// to the beginning once: the owner may have ended the sessions of before and let new ones in.
func (p *Pulse) prove(ctx context.Context, source hub.DataSource, person hub.Person, anew bool) error {
	lease := p.config.Chain.Lease
	if anew {
		lease = p.config.Chain.Prove
	}
	err := p.workGroup(ctx, source, person, lease)
	var f *chain.Failure
	if anew || !errors.As(err, &f) || f.Step != 3 || !f.Denied || f.Code == "WorkGroupDisabled" {
		return err
	}
	return p.workGroup(ctx, source, person, p.config.Chain.Prove)
}

type lend func(context.Context, hub.DataSource, hub.Person) (*chain.Lease, error)

func (p *Pulse) workGroup(ctx context.Context, source hub.DataSource, person hub.Person, lend lend) error {
	lease, err := lend(ctx, source, person)
	if err != nil {
		return err
	}
	_, err = p.config.Chain.WorkGroup(ctx, lease, source.Athena.WorkGroup)
	return err
}

// readable reports whether an object that was denied may be read by now. It asks for the object's head, which needs the
// same permission as its content; one that is gone is not denied any more.
func (p *Pulse) readable(ctx context.Context, source hub.DataSource, person hub.Person, o object) bool {
	lease, err := p.config.Chain.Lease(ctx, source, person)
	if err != nil {
		return false
	}
	client := s3.NewFromConfig(p.config.Chain.Config(lease), func(options *s3.Options) { options.UsePathStyle = options.BaseEndpoint != nil })
	_, err = client.HeadObject(ctx, &s3.HeadObjectInput{Bucket: aws.String(o.bucket), Key: aws.String(o.key)})
	var answered *smithyhttp.ResponseError
	return err == nil || errors.As(err, &answered) && answered.HTTPStatusCode() == http.StatusNotFound
}
