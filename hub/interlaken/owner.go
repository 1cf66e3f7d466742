package interlaken

import (
	"github.com/aws/aws-sdk-go-v2/aws"

	"interlaken/arn"
	"interlaken/fault"
	"interlaken/hub"
	"interlaken/service"
)

// spokeARN is what IAM policies name for what concerns one account that owns data. It is of the caller's own account: an
// owner's is decided by the owner's own IAM, a hub user's by the hub account's.
func spokeARN(c *service.Call, account *string) string {
	return arn.Make("interlaken", c.Session.Region, c.Account(), "spoke/"+aws.ToString(account))
}

// onSpoke is the check of an operation on one account.
func onSpoke[In any](action string, account func(*In) *string) func(*service.Call, *In) ([]service.Check, error) {
	return service.On(action, func(c *service.Call, in *In) string { return spokeARN(c, account(in)) })
}

// standing is in which way somebody stands to an account.
type standing struct {
	caller hub.Caller
	spoke  hub.Spoke
	// owns tells that the caller holds the account's switch, administers that the caller is the hub's administrator.
	owns, administers bool
}

// stand finds out how the caller stands to an account. A principal that signs in the account holds its switch, as the
// account's own IAM allows; of the hub's users those whom an administrator has named (SECURITY S14). In the hub account
// itself everybody signs, so there it is its administrators.
func (o operations) stand(c *service.Call, account *string) (standing, error) {
	caller, err := hub.Resolve(c.Tx, c.Session)
	if err != nil {
		return standing{}, err
	}
	id := aws.ToString(account)
	if !arn.IsAccount(id) {
		return standing{}, fault.New(fault.Validation, "AccountId is %q; it has to be twelve digits.", id)
	}
	spoke, err := hub.GetSpoke(c.Tx, o.Account, id)
	s := standing{caller: caller, spoke: spoke, administers: o.administers(caller)}
	s.owns = caller.Account() == id && id != o.Account || caller.Account() == o.Account && (spoke.IsOwner(caller) || id == o.Account && s.administers)
	return s, err
}

// administers reports whether a caller is an administrator of this hub, and not of what another account registers.
func (o operations) administers(caller hub.Caller) bool {
	return caller.Account() == o.Account && caller.Administers()
}

// asOwner is stand for what only the holder of the switch may do. Who does not hold it learns nothing of the account, not
// even whether the hub knows it.
func (o operations) asOwner(c *service.Call, account *string) (standing, error) {
	s, err := o.stand(c, account)
	if err == nil && !s.owns {
		err = notYours(account)
	}
	return s, err
}

// asWatcher is asOwner for what the hub's administrators may see too.
func (o operations) asWatcher(c *service.Call, account *string) (standing, error) {
	s, err := o.stand(c, account)
	if err == nil && !s.owns && !s.administers {
		err = notYours(account)
	}
	return s, err
}

func notYours(account *string) error {
	return fault.New(fault.NotFound, "Account %s is not yours here. Its owners are its own principals, and users of the hub to whom an administrator has granted it.", aws.ToString(account))
}

// sourceOf finds a data source that leads to an account. One that leads elsewhere and one that does not exist have one
// answer.
func (o operations) sourceOf(c *service.Call, account string, id *string) (hub.DataSource, error) {
	missing := fault.New(fault.NotFound, "No data source %s of the hub leads to account %s.", aws.ToString(id), account)
	if !hub.ValidID(aws.ToString(id)) {
		return hub.DataSource{}, missing
	}
	source, err := hub.GetDataSource(c.Tx, o.Account, c.Session.Region, aws.ToString(id))
	if fault.Is(err, fault.NotFound) || err == nil && source.Athena.Account() != account {
		err = missing
	}
	return source, err
}

// concern has the event of a change stand in the trails of both sides, whoever made it.
func (o operations) concern(c *service.Call, account string) {
	c.Share(o.Account)
	c.Share(account)
}
