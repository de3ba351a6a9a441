package workload

import (
	"fmt"
	"math"
	"slices"
	"time"

	"netsplit/calc/noun"
	"netsplit/engine/clock"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Config is what the operator chooses.
type Config struct {
	Rate     float64 // operations a second (open loop)
	Curve    *Curve  // how the rate changes instead; nil: it does not
	Poisson  bool    // random arrivals; else evenly spaced
	Clients  int     // above 0: a closed loop of so many
	Think    time.Duration
	Sessions int // that an open loop's operations are spread over, while free
	Reads    float64
	Keys     *Keys
	Timeout  time.Duration
	Retries  int
	Body     int // bytes of a value, beyond the text that the run tells it by
	Protection
	To      string
	Nearest bool   // ask the nearest member that answers
	Path    string // part of the site that is asked for
	Key     bool   // whether requests have an API key
	Queue   bool   // To is a queue: operations send jobs
	Merge   bool   // who reads siblings writes their union back

	Replicas    int // that take part in an operation; 0: as many as the store says
	Read, Write int // how many of them must answer; 0: as many as the store says

	// Faults of the workload.
	Spike     float64 // factor on the rate, until SpikeEnds
	SpikeEnds clock.Time
	HotKey    string // gets HotShare of the operations
	HotShare  float64
	Held      bool // sends nothing: somebody waits for quiet

	Message request.Verb // how To is given a message, if Queue
	Listening
	Page     [][]Call // what an operation is made of; none: it is one call
	Priority int      // of jobs
}

// Client sends traffic.
type Client struct {
	driver
	config  *Config
	values  int
	arrival sim.TimerID // of the next one, in an open loop
	own     []int       // the process of each session, in a closed loop
	rest    float64     // what whole microseconds left over: of one, or of an operation on a curve
}

// NewClient returns a client; processes numbers the sessions of a whole run.
func NewClient(c *Config, s *Stats, d *request.Directory, r Recorder, processes *int) *Client {
	return &Client{driver: newDriver(d, r, processes, &c.Protection, s), config: c}
}

// idleRate is how often a client that sends nothing looks whether somebody has
// changed that.
const idleRate = 0.01

// longestGap bounds the mean time between arrivals, in microseconds: about a
// year, however low the rate.
const longestGap = 3e13

// Init implements sim.Node.
func (c *Client) Init(env *sim.Env) {
	if c.config.Clients > 0 {
		for i := range c.config.Clients {
			c.own = append(c.own, c.newProcess())
			// Start one after the other: people do not click at once.
			env.After(time.Duration(i)*time.Millisecond, thinkTimer, uint64(i))
		}
		return
	}
	c.first, c.users = *c.made, c.config.Sessions
	for range c.config.Sessions {
		c.idle = append(c.idle, *c.made)
		*c.made++
	}
	c.arrival = env.After(c.gap(env), arrivalTimer, 0)
}

// Hasten draws the next arrival again: the rate was raised, and the arrival
// that was drawn before may be hours away.
func (c *Client) Hasten(env *sim.Env) {
	if c.arrival == 0 {
		return // a closed loop
	}
	env.Cancel(c.arrival)
	c.arrival = env.After(c.gap(env), arrivalTimer, 0)
}

// gap is the time to the next arrival.
func (c *Client) gap(env *sim.Env) time.Duration {
	factor := 1.0
	if c.config.Spike > 0 && env.Now() < c.config.SpikeEnds {
		factor = c.config.Spike
	}
	if c.config.Curve != nil {
		more := 1.0
		if c.config.Poisson {
			more = env.Rand().ExpFloat64()
		}
		return c.along(env.Now(), more/factor)
	}
	rate := c.config.Rate * factor
	if rate <= 0 {
		rate = idleRate
	}
	mean := min(1e6/rate, longestGap)
	wait := mean
	if c.config.Poisson {
		wait *= env.Rand().ExpFloat64()
	}
	if mean < shortGap {
		wait = max(wait+c.rest, 0)
		c.rest = wait - max(1, math.Floor(wait))
	}
	return time.Duration(max(1, int64(wait))) * time.Microsecond
}

// along is the time until a curve expects so many more operations.
func (c *Client) along(now clock.Time, more float64) time.Duration {
	curve := c.config.Curve
	if curve.High*shortGap < 1e6 {
		return curve.gap(now, more)
	}
	more -= c.rest
	wait := curve.gap(now, more)
	at := micros(now.Sub(curve.From))
	c.rest = curve.expected(at+micros(wait)) - curve.expected(at) - more
	return wait
}

// shortGap is the mean time between arrivals, in microseconds, below which the
// part of a microsecond that one gap leaves over counts for the next: dropped,
// it would make a client of 10,000/s send half a per cent more.
const shortGap = 1000

// Timeout implements sim.Node.
func (c *Client) Timeout(env *sim.Env, t sim.Timer) {
	switch t.Kind {
	case arrivalTimer:
		if (c.config.Rate > 0 || c.config.Curve != nil) && !c.config.Held && !c.done() {
			c.next(env, -1)
		}
		c.arrival = env.After(c.gap(env), arrivalTimer, 0)
	case thinkTimer:
		if c.config.Held || c.done() {
			env.After(max(c.config.Think, 10*time.Millisecond), thinkTimer, t.Key)
			return
		}
		c.next(env, int(t.Key))
	case callTimer:
		c.ended(env, c.expired(env, t))
	case hedgeTimer:
		c.second(env, t.Key)
	case retryTimer:
		c.ended(env, c.retried(env, t.Key))
	}
}

// Receive implements sim.Node.
func (c *Client) Receive(env *sim.Env, m sim.Message) {
	switch p := m.Payload.(type) {
	case *request.Response:
		c.got(p)
		c.ended(env, c.answered(env, p))
	case *request.Pong:
		c.caller.Alive(p)
	}
}

func (c *Client) ended(env *sim.Env, a *attempt) {
	if a != nil && a.own && a.lost {
		c.own[a.session] = c.newProcess()
	}
	if a == nil || a.page != nil && !c.loaded(env, a) || c.merges(env, a) || a.session < 0 {
		return
	}
	think := c.config.Think
	if a.Started == env.Now() {
		// Where everything is instant, a session that does not think either
		// would keep the time from passing.
		think = max(think, time.Microsecond)
	}
	env.After(think, thinkTimer, uint64(a.session))
}

// done reports whether a scan is through.
func (c *Client) done() bool { return !c.config.Queue && c.config.Keys.Done() }

// merges writes back the union of what a session has just read side by side.
func (c *Client) merges(env *sim.Env, a *attempt) bool {
	if !c.config.Merge || a.Request.Verb != request.Get {
		return false
	}
	seen := c.memory.of(a.Process, a.Request.Key)
	value, ok := seen.union()
	if !ok || len(seen.values) < 2 || a.lost {
		return false
	}
	if place := slices.Index(c.idle, a.Process); place >= 0 {
		c.idle = slices.Delete(c.idle, place, place+1)
	}
	r := request.Request{Verb: request.Put, Key: a.Request.Key, Value: value, Path: a.Request.Path, Replicas: c.config.Replicas, Write: c.config.Write}
	c.start(env, &attempt{Operation: Operation{Process: a.Process, Request: r}, node: sim.Nobody, component: a.component,
		timeout: a.timeout, retries: c.config.Retries, session: a.session, own: a.own})
	return true
}

// next draws an operation and starts it.
func (c *Client) next(env *sim.Env, session int) {
	c.caller.PreferNearest(c.config.Nearest)
	if len(c.config.Page) > 0 {
		c.load(env, session)
		return
	}
	r := request.Request{Verb: request.Get, Path: c.config.Path, Body: c.config.Body, Replicas: c.config.Replicas, Read: c.config.Read, Write: c.config.Write}
	if c.config.Key {
		r.APIKey = env.Self() + 1
	}
	switch {
	case c.config.Queue:
		r = c.message(env)
	default:
		r.Key = c.config.Keys.Draw(env.Rand())
		if c.config.HotKey != "" && env.Rand().Float64() < c.config.HotShare {
			r.Key = c.config.HotKey
		}
		if env.Rand().Float64() >= c.config.Reads {
			r.Verb, r.Value = request.Put, c.value(env)
		}
	}
	a := &attempt{Operation: Operation{Request: r}, node: sim.Nobody, component: c.config.To,
		timeout: c.config.Timeout, retries: c.config.Retries, session: session, own: session >= 0}
	if a.own {
		a.Process = c.own[session] // who clicks again is the same user
	} else {
		a.Process = c.process()
	}
	c.start(env, a)
}

// value is different for every write, so that a checker knows which write a
// read saw.
func (c *Client) value(env *sim.Env) string {
	c.values++
	return fmt.Sprintf("%s-%d", env.Name(), c.values)
}

// Detail is the node in a line.
func (c *Client) Detail() string { return noun.Count(len(c.open), "operation") + " in progress" }
