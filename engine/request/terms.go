package request

import (
	"fmt"
	"time"
)

// Terms go with the body of a message: how it is to be treated.
type Terms struct {
	Key      string        // what it is about: its group in a queue, its partition in a stream
	ID       string        // the sender's own: two messages with the same one are copies
	Delay    time.Duration // Send: not to be handed out before that has passed
	Priority int           // Send: the higher goes first
	Late     time.Duration // Append: how long ago it happened
}

// Message is the name of a message for whoever must not take it twice: the
// sender's id, or else the client operation behind it, which all its retries
// share as they would share an idempotency key. "" is a message without either.
func (t Terms) Message(operation uint64) string {
	switch {
	case t.ID != "":
		return "id " + t.ID
	case operation != 0:
		return fmt.Sprintf("operation %d", operation)
	}
	return ""
}
