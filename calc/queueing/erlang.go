package queueing

import "math"

// station is an M/M/c queue: random arrivals, random service times, c servers,
// one line, nobody leaves.
type station struct {
	arrivals float64 // a second
	service  float64 // seconds, the mean
	servers  int64
}

// load is the work that arrives, in servers kept busy (erlangs).
func (s station) load() float64 { return s.arrivals * s.service }

// utilisation is the share of the servers' time that is asked for. At 1 and
// above the line grows without end.
func (s station) utilisation() float64 { return s.load() / float64(s.servers) }

// stable leaves out what is 1 but for the rounding of a product.
func (s station) stable() bool { return s.utilisation() < 1-1e-12 }

// wait is the probability that an arrival has to wait: Erlang's C formula.
//
// It goes through the loss probability B, whose inverse grows by the recursion
// 1/B(k) = 1 + k/load × 1/B(k−1). No factorial or power appears, so a million
// servers are no more trouble than ten: 1/B may become infinite, and B zero,
// which is what it then is to all digits.
func (s station) wait() float64 {
	switch {
	case !s.stable():
		return 1
	case s.load() == 0:
		return 0
	}
	inverse := 1.0
	for k := int64(1); k <= s.servers && !math.IsInf(inverse, 1); k++ {
		inverse = 1 + inverse*float64(k)/s.load()
	}
	lost := 1 / inverse
	return lost / (1 - s.utilisation()*(1-lost))
}

// timeInQueue is the mean time before service starts, over all arrivals.
func (s station) timeInQueue() float64 {
	return s.wait() * s.service / (float64(s.servers) - s.load())
}

// within is the share of arrivals that wait no longer than t.
func (s station) within(t float64) float64 {
	if !s.stable() {
		return 0
	}
	return 1 - s.wait()*math.Exp(-(float64(s.servers)-s.load())*t/s.service)
}
