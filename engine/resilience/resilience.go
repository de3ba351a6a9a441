// Package resilience holds what keeps a failure from spreading: each file is
// one mechanism, a small state machine that is told the time and decides.
//
// A Breaker stops asking somebody who fails, a Bulkhead bounds how much may be
// under way with one, a TokenBucket and a LeakyBucket bound a rate, a Backoff
// spaces retries out and a Budget bounds their share, a Hedge says when a
// second request is worth its cost, and a Delay drops work that waited too
// long. None of them sends anything: services and clients do, and ask here.
//
//	b := resilience.NewBreaker(resilience.BreakerConfig{Failures: 0.5, Calls: 20, CoolOff: 5 * time.Second})
//	if b.Allow(now) {
//		// ask, and then:
//		b.Record(now, ok)
//	}
//
// Sources: Nygard, "Release It!" (breaker, bulkhead); Dean and Barroso, "The
// Tail at Scale", CACM 2013 (hedged requests); Brooker, "Exponential Backoff
// and Jitter", AWS 2015 (jitter); Nichols and Jacobson, "Controlling Queue
// Delay", ACM Queue 2012, as Maurer adapts it in "Fail at Scale", ACM Queue
// 2015 (Delay).
package resilience
