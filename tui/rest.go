package tui

import (
	"reflect"
	"sync"
	"time"

	tea "charm.land/bubbletea/v2"
)

// pace lets the runtime's renderer sleep while nothing changes. The renderer of
// Bubble Tea looks 60 times a second whether there is something to draw, which
// keeps a processor awake for a page that stands still. It offers no way to stop
// that, so its ticker is reached for by name; where a later version has no such
// field, all stays as it is.
type pace struct {
	program *tea.Program

	mu     sync.Mutex
	ticker *time.Ticker
	rest   *time.Timer
	last   time.Time // of a message
	asleep bool
}

const (
	look     = time.Second / 60       // how often the renderer looks while it is awake
	restedIn = 500 * time.Millisecond // without a message, it sleeps
)

// wake is called with every message: what it changes is to be drawn.
func (p *pace) wake() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.last = time.Now()
	if p.ticker == nil {
		if p.ticker = tickerOf(p.program); p.ticker == nil {
			return
		}
		p.rest = time.AfterFunc(restedIn, p.sleep)
	}
	if p.asleep {
		p.asleep = false
		p.ticker.Reset(look)
		p.rest.Reset(restedIn)
	}
}

// sleep stops the renderer's ticker, unless a message came in the meantime.
func (p *pace) sleep() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if left := restedIn - time.Since(p.last); left > 0 {
		p.rest.Reset(left)
		return
	}
	p.asleep = true
	p.ticker.Stop()
}

// tickerOf is the ticker of a program's renderer, nil: it has none yet, or none
// that is known.
func tickerOf(p *tea.Program) *time.Ticker {
	if p == nil {
		return nil
	}
	f := reflect.ValueOf(p).Elem().FieldByName("ticker")
	if !f.IsValid() || f.Type() != reflect.TypeFor[*time.Ticker]() || f.IsNil() {
		return nil
	}
	return (*time.Ticker)(f.UnsafePointer())
}
