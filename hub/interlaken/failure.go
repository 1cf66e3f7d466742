package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/hub"
	"interlaken/hub/query"
	"interlaken/hub/remedy"
	"interlaken/store"
	wire "interlaken/wire/interlaken"
)

// shownFailure is why a run failed, nil for one that did not. Who does not see how a run was made is told which account
// refused, at which step and whom to ask, and no role, bucket or text of a query (SECURITY S12).
func shownFailure(r store.Reader, run *query.Run, sees bool) (*wire.RunFailure, error) {
	f := run.Failure
	if f == nil {
		return nil, nil
	}
	part := failedPart(run)
	if f.Step == 0 || part == nil {
		return unstepped(r, run, f, sees)
	}
	spoke, err := hub.GetSpoke(r, run.Account, part.DataSource.Athena.Account())
	if err != nil {
		return nil, err
	}
	refused := remedy.Case{
		Refusal: hub.Refusal{Step: f.Step, Account: f.Account, Code: f.Code, Message: f.Message},
		Source:  part.DataSource, Spoke: spoke, Run: run.ID, At: run.Completed,
	}
	shown := shownCase(refused, sees)
	shown.Part = setText(f.Part)
	return shown, nil
}

// shownCase is a refused step in the API's shape.
func shownCase(c remedy.Case, sees bool) *wire.RunFailure {
	shown := &wire.RunFailure{
		Code: aws.String(c.Refusal.Code), Message: aws.String(c.Sentences()), Account: setText(c.Refusal.Account), Step: aws.Int32(int32(c.Refusal.Step)),
		Ask: aws.String(c.Ask()), Request: aws.String(c.Request()),
	}
	if sees {
		shown.Message = aws.String(c.Refusal.Message)
	}
	return shown
}

// unstepped is a failure that no step of the way refused: the owner's switch, or one of the hub itself.
func unstepped(r store.Reader, run *query.Run, f *query.Failure, sees bool) (*wire.RunFailure, error) {
	shown := &wire.RunFailure{Code: aws.String(f.Code), Message: aws.String(f.Message), Part: setText(f.Part), Account: setText(f.Account)}
	switch {
	case f.Code == string(hub.Suspended):
		spoke, err := hub.GetSpoke(r, run.Account, f.Account)
		shown.Ask, shown.Request = aws.String(spoke.Ask()), aws.String(resumeRequest(f.Message, run.ID))
		return shown, err
	case !sees:
		shown.Message = aws.String("The query could not be made. Ask an administrator of the hub.")
	}
	return shown, nil
}

func resumeRequest(sentences, runID string) string {
	text := sentences + "\n\nPlease resume it, or tell me why it has to stay suspended.\n"
	if runID != "" {
		text += "Run: " + runID + "\n"
	}
	return text
}

// failedPart is the part of a run that failed, nil where none did.
func failedPart(run *query.Run) *query.Part {
	for i := range run.Parts {
		if p := &run.Parts[i]; len(run.Parts) == 1 || p.Name == run.Failure.Part {
			return p
		}
	}
	return nil
}
