package cli

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/charmbracelet/x/term"
)

// bar is a line on standard error that is drawn again and again, if that is a
// terminal, once the work has taken a second.
type bar struct {
	line    *progressLine // nil: nobody looks
	what    string        // seeds
	total   uint64
	now     func() time.Time
	started time.Time
	drawn   time.Time
}

// progressLine is where bars are drawn: the one line that an interrupt has to
// take away as well.
type progressLine struct {
	mu    sync.Mutex
	w     io.Writer
	wide  bool // something stands there
	ended bool
}

func (l *progressLine) draw(text string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.ended {
		return
	}
	l.wide = true
	fmt.Fprintf(l.w, "\r\x1b[K%s", text)
}

// clear takes the line away, and reports whether there was one.
func (l *progressLine) clear() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	was := l.wide
	if was {
		l.wide = false
		fmt.Fprint(l.w, "\r\x1b[K")
	}
	return was
}

// end clears the line for good.
func (l *progressLine) end() bool {
	l.mu.Lock()
	l.ended = true
	l.mu.Unlock()
	return l.clear()
}

const (
	barWidth = 24
	barAfter = time.Second
	barEvery = 100 * time.Millisecond
)

// newBar begins to count. It needs a terminal that can take a line away again.
func newBar(p *Program, what string, total uint64) *bar {
	b := &bar{what: what, total: max(1, total), now: p.Now}
	file, ok := p.Stderr.(*os.File)
	if ok && term.IsTerminal(file.Fd()) && p.env("TERM") != "dumb" && !p.accessible() {
		p.line.w = file
		b.line, b.started = &p.line, b.now()
	}
	return b
}

// show draws how much is done, with a note after it.
func (b *bar) show(done uint64, note string) {
	done = min(done, b.total)
	full := int(done * barWidth / b.total)
	b.say(fmt.Sprintf("[%s%s] %d of %d %s%s", strings.Repeat("#", full), strings.Repeat(".", barWidth-full), done, b.total, b.what, note))
}

// say replaces the line, ten times a second at most.
func (b *bar) say(text string) {
	if b.line == nil {
		return
	}
	now := b.now()
	if now.Sub(b.started) < barAfter || now.Sub(b.drawn) < barEvery {
		return
	}
	b.drawn = now
	b.line.draw(text)
}

// ticking says the text again and again, with the seconds so far, while
// something works that can't be asked how far it is. What it returns ends that
// and takes the line away.
func (b *bar) ticking(text func() string) (stop func()) {
	if b.line == nil {
		return func() {}
	}
	done, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		tick := time.NewTicker(barEvery)
		defer tick.Stop()
		for {
			select {
			case <-done:
				return
			case <-tick.C:
				b.say(fmt.Sprintf("%s, %.0f s", text(), b.now().Sub(b.started).Seconds()))
			}
		}
	}()
	return func() {
		close(done)
		<-ended
		b.clear()
	}
}

// clear takes the line away before the result is printed.
func (b *bar) clear() {
	if b.line != nil {
		b.line.clear()
	}
}
