package service

import (
	"fmt"

	"netsplit/engine/request"
	"netsplit/engine/sim"
)

// Sessions says where the state of a person's visit is kept: the basket, who
// is logged in.
type Sessions string

// The places.
const (
	NoSessions     Sessions = "none"   // every request brings all it needs
	LocalSessions  Sessions = "local"  // in the memory of the instance that served the first one
	SharedSessions Sessions = "shared" // in a store that all instances ask
)

// sessionsKept bounds the sessions in an instance's memory; the oldest goes.
const sessionsKept = 100_000

// knows reports whether a request may be served here: its session is new, or
// known. Who is not known has to log in again.
func (n *Node) knows(env *sim.Env, j *job) bool {
	r := j.request
	if n.config.Sessions != LocalSessions || r.Session == 0 {
		return true
	}
	login, known := n.sessions[r.Session]
	if r.LoggedIn && known && login == r.Login {
		j.session = true
		return true
	}
	if r.LoggedIn {
		n.stats.Lost++
		env.Note(j.operation, Unknown{Instance: env.Self(), Session: r.Session})
		n.refuse(env, j, request.SessionLost, fmt.Sprintf("%s does not know session %d: it was begun elsewhere, or lost in a crash", env.Name(), r.Session))
		return false
	}
	if !known {
		if len(n.visitors) == sessionsKept {
			delete(n.sessions, n.visitors[0])
			n.visitors = n.visitors[1:]
		}
		n.visitors = append(n.visitors, r.Session)
	}
	n.sessions[r.Session] = r.Login
	j.session = true
	return true
}

// visit asks the shared store for the session, or begins one there.
func (n *Node) visit(env *sim.Env, l *leg) {
	r := l.job.request
	key := fmt.Sprintf("session-%d-%d", r.Session, r.Login)
	if r.LoggedIn {
		n.ask(env, l, l.to.Component, request.Request{Verb: request.Get, Key: key})
		return
	}
	n.ask(env, l, l.to.Component, request.Request{Verb: request.Put, Key: key, Value: fmt.Sprintf("since-%d", env.Now())})
}

// visited judges the store's answer about a session.
func (n *Node) visited(l *leg, r *request.Response) *request.Response {
	if r.OK() && l.job.request.LoggedIn && !r.Found {
		n.stats.Lost++
		return request.Fail(l.job.request, request.SessionLost, l.to.Component+" does not have the session any more", false)
	}
	l.job.session = r.OK()
	return r
}
