// Package lab is the page on which people break a running cluster and look at
// what happens: the ring, the links, every replica's version, the cache, the
// queue, the clients' success, the operations and the reason for each failure,
// on one screen where it is large enough and pane by pane where it is not.
//
//	p, err := lab.New(env, lab.Options{Scenario: sc, Subject: sc.Name, Store: db})
//	body := p.View(140, 43)
//
// Everything a key does is a scenario.Step, the same as typed at the prompt, so
// a sitting can be saved as a scenario file. The sitting itself is kept as
// events in the store, from which the page opens again at the same moment.
//
// The page also fits beside a lesson, from 50 columns. A lesson grades
// predictions with Metric and LatestOperation.
package lab
