package app

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/netip"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"

	"interlaken/arn"
	"interlaken/hub/spice"
	"interlaken/hub/web"
	"interlaken/outbound"
)

// Config is everything that a running system can be told. Default has the values that hold where nothing is said; a
// file in JSON may change any of them, the environment some (see Environment), and flags what the command offers.
type Config struct {
	// Listen is the address of the API. Anything but a loopback address needs TLS or BehindProxy (SECURITY S20).
	Listen string `json:"listen"`
	// Hosts are further names, with ports, under which clients reach Listen.
	Hosts []string `json:"hosts,omitempty"`
	// BehindProxy are the networks of proxies that end TLS and whose X-Forwarded-* headers are believed.
	BehindProxy []string `json:"behindProxy,omitempty"`
	// TLSCertificate and TLSKey are PEM files.
	TLSCertificate string `json:"tlsCertificate,omitempty"`
	TLSKey         string `json:"tlsKey,omitempty"`

	// Data is the folder with everything that is kept; RootKey the file with the key that seals its secrets, outside
	// of Data. "" is a file beside it.
	Data    string `json:"data"`
	RootKey string `json:"rootKey,omitempty"`

	Region   string    `json:"region"`
	Accounts []Account `json:"accounts,omitempty"`
	Hub      Hub       `json:"hub"`
	Engine   Engine    `json:"engine"`
	Memory   Memory    `json:"memory"`
	Trail    Trail     `json:"trail"`
	Outbound Outbound  `json:"outbound"`
	Limits   Limits    `json:"limits"`

	// Volatile leaves out every wait for the disk. It is for tests.
	Volatile bool `json:"-"`
}

// Account is an account of the local cloud, made at start if it is not there.
type Account struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Hub says where the BI service lives.
type Hub struct {
	// Account is the hub account.
	Account string `json:"account"`
	// AnyRoleB lets every author name every role B. It is for the demo: elsewhere nobody may until an administrator
	// has said who may name which (SECURITY S5).
	AnyRoleB bool `json:"anyRoleB,omitempty"`
	// IdleMinutes and SessionHours are when people who signed in on the web have to do so again: after so long without a
	// request, and after so long in any case. 0 is 30 and 12.
	IdleMinutes  int `json:"idleMinutes,omitempty"`
	SessionHours int `json:"sessionHours,omitempty"`
	// Address is the URL under which people's browsers reach the pages, such as https://bi.example.com; invitations lead
	// there. "" is the address that is listened on.
	Address string `json:"address,omitempty"`
	// SignInAttempts is how many sign-ins of one user may fail from one address in a quarter of an hour before the next is
	// taken; 0 is 10. InvitationHours is how long an invitation holds; 0 is 168, a week.
	SignInAttempts  int `json:"signInAttempts,omitempty"`
	InvitationHours int `json:"invitationHours,omitempty"`
	// ProveEvery is how often the whole chain of a data source is walked anew while somebody looks at what it gives; 0 is a
	// minute. The demo does it every moment, so that what an owner changes is seen at once.
	ProveEvery time.Duration `json:"-"`
	// PulseEvery is how often what somebody looks at is asked whether it can be read; 0 is 1.5 s. It is for tests.
	PulseEvery time.Duration `json:"-"`
	// Personas are users as whom whoever has the token of this start signs in by a click. They are the demo's: on a
	// loopback address only.
	Personas []web.Persona `json:"-"`
}

// Trail says how events leave the store.
type Trail struct {
	// DeliverySeconds is how often the trails of CloudTrail look for events to write into their buckets.
	DeliverySeconds int `json:"deliverySeconds"`
	// HeadsFile and HeadsURL are where the signed heads of all trails are kept, out of reach of who may write the store: a
	// file that is appended to, outside of Data, and an address that takes them by POST. "" for none.
	HeadsFile string `json:"headsFile,omitempty"`
	HeadsURL  string `json:"headsURL,omitempty"`
	// HeadsSeconds is how often they are sent.
	HeadsSeconds int `json:"headsSeconds"`
}

// Outbound bounds which addresses are reached that people, or this configuration, give.
type Outbound struct {
	// Listed are networks that are reached although they are not public, such as 10.1.0.0/16, and over http too.
	Listed []string `json:"listed,omitempty"`
}

// Engine bounds what runs SQL.
type Engine struct {
	// Workers is the most engine processes at once; 0 is one a processor, at least two.
	Workers int `json:"workers,omitempty"`
	// MemoryMiB is what one query may use; 0 is the engine's default.
	MemoryMiB int `json:"memoryMiB,omitempty"`
	// InProcess runs queries without a process of their own. It is for tests.
	InProcess bool `json:"-"`
}

// Memory bounds the data sets that are kept in memory (ImportMode SPICE). 0 is what package spice has for it.
type Memory struct {
	// MiB is how much of them lies in plain in memory, so that the engine can read it; the rest is sealed on the disk, and
	// loaded when it is asked.
	MiB int `json:"miB,omitempty"`
	// CapacityMiB is the logical size of all of an account's sets in a Region, SetMiB and SetRows that of one set.
	CapacityMiB int   `json:"capacityMiB,omitempty"`
	SetMiB      int   `json:"setMiB,omitempty"`
	SetRows     int64 `json:"setRows,omitempty"`
	// Refreshes is how often people may refresh one data set in 24 hours.
	Refreshes int `json:"refreshes,omitempty"`
}

func (m Memory) limits() spice.Limits {
	return spice.Limits{
		MemoryBytes: int64(m.MiB) << 20, CapacityBytes: int64(m.CapacityMiB) << 20, SetBytes: int64(m.SetMiB) << 20,
		SetRows: m.SetRows, Refreshes: m.Refreshes,
	}
}

// Limits bound requests. Each says so when it is hit.
type Limits struct {
	BodyBytes int64 `json:"bodyBytes"`
	// DrainSeconds is how long a stop waits for what runs.
	DrainSeconds int `json:"drainSeconds"`
	// ActiveDML and ActiveDDL are how many queries of one account may be queued or running in Athena; 0 is Athena's quota,
	// 200 and 20.
	ActiveDML int `json:"activeDML,omitempty"`
	ActiveDDL int `json:"activeDDL,omitempty"`
}

// Default returns the configuration that holds where nothing is said.
func Default() Config {
	return Config{
		Listen: "127.0.0.1:8400",
		Data:   "~/.interlaken/data",
		Region: "us-east-1",
		Trail:  Trail{DeliverySeconds: 5, HeadsSeconds: 60},
		Limits: Limits{BodyBytes: 8 << 20, DrainSeconds: 10},
	}
}

// Read lays a JSON file over c. Unknown members and trailing text are errors that name the file.
func (c *Config) Read(path string) error {
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("configuration: %w", err)
	}
	d := json.NewDecoder(bytes.NewReader(text))
	d.DisallowUnknownFields()
	if err := d.Decode(c); err != nil {
		return fmt.Errorf("configuration %s: %w", path, err)
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return fmt.Errorf("configuration %s: there is more than one JSON value in it", path)
	}
	return nil
}

// Environment lays the variables INTERLAKEN_LISTEN, INTERLAKEN_DATA, INTERLAKEN_ROOT_KEY_FILE and INTERLAKEN_REGION
// over c. The root key itself may be in INTERLAKEN_ROOT_KEY; Open reads that.
func (c *Config) Environment(lookup func(string) (string, bool)) {
	for name, value := range map[string]*string{
		"INTERLAKEN_LISTEN": &c.Listen, "INTERLAKEN_DATA": &c.Data, "INTERLAKEN_ROOT_KEY_FILE": &c.RootKey, "INTERLAKEN_REGION": &c.Region,
	} {
		if v, ok := lookup(name); ok && v != "" {
			*value = v
		}
	}
}

// Complete resolves paths and checks what can be checked without touching anything. Its errors are one sentence each.
func (c *Config) Complete() error {
	var err error
	if c.Data, err = absolute(c.Data); err != nil {
		return err
	}
	if c.RootKey == "" {
		c.RootKey = c.Data + ".key"
	}
	if c.RootKey, err = absolute(c.RootKey); err != nil {
		return err
	}
	if inside(c.RootKey, c.Data) {
		return fmt.Errorf("the root key %s lies in the data folder: whoever copies the folder would have both; put it elsewhere", c.RootKey)
	}
	if c.Region == "" {
		return errors.New("configuration: region is empty")
	}
	seen := map[string]bool{}
	for _, a := range c.Accounts {
		if !arn.IsAccount(a.ID) || seen[a.ID] {
			return fmt.Errorf("configuration: account %q is not twelve digits, or is given twice", a.ID)
		}
		seen[a.ID] = true
	}
	if c.Hub.Account != "" && !seen[c.Hub.Account] {
		return fmt.Errorf("configuration: the hub account %s is none of the accounts", c.Hub.Account)
	}
	if address, err := netip.ParseAddrPort(c.Listen); len(c.Hub.Personas) > 0 && (err != nil || !address.Addr().IsLoopback()) {
		return errors.New("configuration: personas sign in without a password, so they are offered on a loopback address only")
	}
	if err := c.Hub.check(); err != nil {
		return err
	}
	if err := c.Trail.complete(c.Data); err != nil {
		return err
	}
	if c.Limits.ActiveDML < 0 || c.Limits.ActiveDDL < 0 {
		return errors.New("configuration: activeDML and activeDDL of the limits cannot be negative")
	}
	if m := c.Memory; min(m.MiB, m.CapacityMiB, m.SetMiB, m.Refreshes) < 0 || m.SetRows < 0 {
		return errors.New("configuration: no limit of memory can be negative")
	}
	if _, err := outbound.ParseListed(c.Outbound.Listed); err != nil {
		return fmt.Errorf("configuration: outbound: %w", err)
	}
	if (c.TLSCertificate == "") != (c.TLSKey == "") {
		return errors.New("configuration: tlsCertificate and tlsKey go together")
	}
	return c.checkFace()
}

// complete resolves the file of the heads and refuses what cannot be.
func (t *Trail) complete(data string) (err error) {
	if t.DeliverySeconds < 1 || t.HeadsSeconds < 1 {
		return errors.New("configuration: deliverySeconds and headsSeconds of the trail have to be 1 or more")
	}
	if t.HeadsFile == "" {
		return nil
	}
	if t.HeadsFile, err = absolute(t.HeadsFile); err != nil {
		return err
	}
	if inside(t.HeadsFile, data) {
		return fmt.Errorf("configuration: headsFile %s lies in the data folder: whoever can change the events there could change their heads too; put it elsewhere", t.HeadsFile)
	}
	return nil
}

// check refuses times and counts that nothing can be made of, and an address that sends passwords in clear.
func (h *Hub) check() error {
	for name, value := range map[string]int{
		"idleMinutes": h.IdleMinutes, "sessionHours": h.SessionHours, "signInAttempts": h.SignInAttempts, "invitationHours": h.InvitationHours,
	} {
		if value < 0 {
			return fmt.Errorf("configuration: %s of the hub is %d; it cannot be negative", name, value)
		}
	}
	if h.Address == "" {
		return nil
	}
	u, err := url.Parse(h.Address)
	if err != nil || u.Host == "" || u.User != nil || u.RawQuery != "" || u.Fragment != "" || strings.Trim(u.Path, "/") != "" {
		return fmt.Errorf("configuration: address of the hub is %q; it has to be a URL without a path, such as https://bi.example.com", h.Address)
	}
	if ip, err := netip.ParseAddr(u.Hostname()); u.Scheme != "https" && (u.Scheme != "http" || u.Hostname() != "localhost" && (err != nil || !ip.IsLoopback())) {
		return fmt.Errorf("configuration: address of the hub is %q; browsers send passwords there, so it has to be https", h.Address)
	}
	h.Address = u.Scheme + "://" + u.Host
	return nil
}

// checkFace refuses to listen where others can hear without TLS (SECURITY S20).
func (c *Config) checkFace() error {
	address, err := netip.ParseAddrPort(c.Listen)
	if err != nil {
		return fmt.Errorf("listen address %q: it has to be IP:PORT, such as 127.0.0.1:8400", c.Listen)
	}
	for _, p := range c.BehindProxy {
		if _, err := netip.ParsePrefix(p); err != nil {
			return fmt.Errorf("behindProxy %q: it has to be a network, such as 10.0.0.0/8", p)
		}
	}
	if !address.Addr().IsLoopback() && c.TLSCertificate == "" && len(c.BehindProxy) == 0 {
		return fmt.Errorf("%s can be reached from other machines, so it needs TLS (tlsCertificate, tlsKey) or a proxy that ends it (behindProxy)", c.Listen)
	}
	return nil
}

func (c *Config) proxies() []netip.Prefix {
	var all []netip.Prefix
	for _, p := range c.BehindProxy {
		if prefix, err := netip.ParsePrefix(p); err == nil {
			all = append(all, prefix)
		}
	}
	return all
}

// deliverEvery is how often trails look for events.
func (c *Config) deliverEvery() time.Duration {
	return time.Duration(c.Trail.DeliverySeconds) * time.Second
}

// DrainTime is how long a stop waits.
func (c *Config) DrainTime() time.Duration { return time.Duration(c.Limits.DrainSeconds) * time.Second }

func absolute(path string) (string, error) {
	if rest, ok := strings.CutPrefix(path, "~/"); ok {
		home, err := os.UserHomeDir()
		if err != nil {
			return "", fmt.Errorf("%s: %w", path, err)
		}
		path = filepath.Join(home, rest)
	}
	return filepath.Abs(path)
}

func inside(path, folder string) bool {
	rel, err := filepath.Rel(folder, path)
	return err == nil && rel != ".." && !strings.HasPrefix(rel, ".."+string(filepath.Separator))
}
