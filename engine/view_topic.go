package engine

// Topic is publish/subscribe: a buffer for each subscriber.
type Topic struct {
	Component   string
	Published   int
	Buffer      int    // messages that each buffer holds
	WhenFull    string // drop, block or disconnect
	Held        int    // publishers that wait for room
	Subscribers []Subscriber
}

// Subscriber is a component that listens to a topic.
type Subscriber struct {
	Component                       string
	Buffered, InFlight              int
	Delivered, Dropped, Redelivered int
	Filter                          string // keys that it wants, "": all
	Filtered                        int    // messages that it did not want
	Cut                             bool   // too slow, and not sent to until it has caught up
}
