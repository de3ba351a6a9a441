package workload

import (
	"netsplit/engine/clock"
	"netsplit/engine/metric"
	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Call is a path that a page asks for, so many times at once.
type Call struct {
	Path  string
	Times int
}

// Pages are what became of the pages of a client.
type Pages struct {
	Done, Failed  int
	Calls, Rounds int // of those that are done
	Bytes         int // of their answers
	Time          metric.Histogram
}

// page is one that is being loaded: rounds of calls, each begun when all answers
// of the one before are there.
type page struct {
	started clock.Time
	user    int
	session int
	round   int
	open    int
	calls   int
	bytes   int
	failed  bool
}

// load begins a page.
func (c *Client) load(env *sim.Env, session int) {
	p := &page{started: env.Now(), session: session}
	c.turn(env, p)
}

// turn makes the calls of the next round.
func (c *Client) turn(env *sim.Env, p *page) {
	var list []request.Request
	for _, call := range c.config.Page[p.round] {
		for range call.Times {
			r := request.Request{Verb: request.Get, Key: c.config.Keys.Draw(env.Rand()), Path: call.Path, Body: c.config.Body,
				Replicas: c.config.Replicas, Read: c.config.Read, Write: c.config.Write}
			if c.config.Key {
				r.APIKey = env.Self() + 1
			}
			list = append(list, r)
		}
	}
	p.round++
	p.open = len(list)
	for _, r := range list {
		a := &attempt{Operation: Operation{Process: c.process(), Request: r}, node: sim.Nobody, component: c.config.To,
			timeout: c.config.Timeout, retries: c.config.Retries, session: p.session, page: p}
		switch {
		case p.user > 0:
		case p.session >= 0:
			p.user = c.own[p.session] + 1
		default:
			p.user = c.user(a.Process) + 1
		}
		if id := c.start(env, a); !c.InProgress(id) {
			c.ended(env, a) // nobody was there to ask
		}
	}
}

// loaded takes the end of one of a page's calls. True: the page is over too.
func (c *Client) loaded(env *sim.Env, a *attempt) bool {
	p := a.page
	p.open--
	p.calls++
	p.bytes += a.size
	p.failed = p.failed || a.code != ""
	switch stats := &c.stats.Pages; {
	case p.open > 0:
		return false
	case p.failed:
		stats.Failed++
	case p.round < len(c.config.Page):
		c.turn(env, p)
		return false
	default:
		stats.Done++
		stats.Calls += p.calls
		stats.Rounds += p.round
		stats.Bytes += p.bytes
		stats.Time.Record(env.Now().Sub(p.started))
	}
	return true
}
