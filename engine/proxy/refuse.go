package proxy

import (
	"fmt"

	"netsplit/calc/noun"
	"netsplit/engine/request"
	"netsplit/engine/resilience"
	"netsplit/engine/sim"
)

// refuse says why a request may not come in: the code and the rest of a
// sentence that begins with the proxy's name. "" lets it in.
func (n *Node) refuse(env *sim.Env, r *request.Request) (code, detail string) {
	switch c := n.config; {
	case c.NeedsKey && r.APIKey == 0:
		n.stats.Keyless++
		return request.Unauthorised, "wants an API key, and the request has none"
	case c.Largest > 0 && r.Verb.Writes() && r.Body > c.Largest:
		n.stats.TooLarge++
		return request.TooLarge, fmt.Sprintf("takes bodies of at most %d bytes, and this one has %d", c.Largest, r.Body)
	case c.PerUser > 0 && n.users[r.User] >= c.PerUser:
		n.stats.TooMany++
		return request.Throttled, fmt.Sprintf("works on %s of this user already, and lets no more in", noun.Count(c.PerUser, "request"))
	case c.Rate > 0 && !n.bucket(r).Take(env.Now(), c.Rate, max(1, c.Burst)):
		n.stats.Throttled++
		whose := "all users together"
		switch c.Per {
		case PerUser:
			whose = "one user"
		case PerKey:
			whose = "one API key"
		}
		return request.Throttled, fmt.Sprintf("lets %g requests a second of %s through", c.Rate, whose)
	}
	return "", ""
}

// maxBuckets bounds the memory for users' rates. When it is reached everybody
// starts with a full bucket again.
const maxBuckets = 100_000

// bucket is the one that a request takes its token from.
func (n *Node) bucket(r *request.Request) *resilience.TokenBucket {
	user := 0
	switch n.config.Per {
	case PerUser:
		user = r.User
	case PerKey:
		user = int(r.APIKey)
	}
	b, ok := n.buckets[user]
	if !ok {
		if len(n.buckets) >= maxBuckets {
			clear(n.buckets)
		}
		b = &resilience.TokenBucket{}
		n.buckets[user] = b
	}
	return b
}

// Refused is the fact that the proxy turned a request away.
type Refused struct {
	Proxy        sim.NodeID
	Code, Detail string
}

// Sentence implements sim.Fact.
func (f Refused) Sentence(name func(sim.NodeID) string) string { return name(f.Proxy) + " " + f.Detail }

// Weight implements sim.Fact.
func (Refused) Weight() sim.Weight { return sim.Quiet }

// Because implements request.Refusal.
func (f Refused) Because() string {
	if f.Code == request.Throttled {
		return "What it refuses does not reach the services behind it: that is what the limit is for."
	}
	return "The request did not get past it."
}
