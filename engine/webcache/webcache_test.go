package webcache

import (
	"testing"
	"time"

	"netsplit/engine/clock"
	"netsplit/engine/request"
)

func get(path, key string) *request.Request {
	return &request.Request{Verb: request.Get, Path: path, Key: key}
}

// A copy is fresh for its time to live and stays beyond it; the one that was
// not used for longest goes first.
func TestCopies(t *testing.T) {
	c := New(2)
	now := clock.Time(0)
	c.Set(get("/a", "x"), request.Response{Value: "1"}, now, time.Minute)
	c.Set(get("/b", "x"), request.Response{Value: "2"}, now, 0)
	if copied, ok := c.Get(get("/a", "x")); !ok || copied.Answer.Value != "1" || !copied.Fresh(now.Add(59*time.Second)) || copied.Fresh(now.Add(time.Minute)) {
		t.Errorf("the copy of /a x: %+v %v", copied, ok)
	}
	c.Set(get("/c", "y"), request.Response{Value: "3"}, now, time.Minute)
	if _, ok := c.Get(get("/b", "x")); ok {
		t.Error("the copy not used for longest is still there")
	}
	if n := c.Drop("x"); n != 1 || c.Len() != 1 {
		t.Errorf("dropped %d, %d left", n, c.Len())
	}
}
