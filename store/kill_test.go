package store

import (
	"bufio"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"testing"
	"time"
)

// The test binary is also the child that is killed: with this variable set it
// appends events to the file it names and acknowledges each on its output.
const victim = "NETSPLIT_STORE_VICTIM"

func TestMain(m *testing.M) {
	if path := os.Getenv(victim); path != "" {
		appendForever(path)
	}
	os.Exit(m.Run())
}

func appendForever(path string) {
	s, _, err := Open(path)
	if err == nil {
		var session Session
		session, err = s.StartSession("lab", "victim", uint64(os.Getpid()))
		for i := 0; err == nil; i++ {
			if err = s.AppendEvent(session.ID, fmt.Appendf(nil, "%d", i)); err == nil {
				fmt.Println(i)
				time.Sleep(time.Millisecond) // or the other process seldom gets its turn
			}
		}
	}
	fmt.Fprintln(os.Stderr, err)
	os.Exit(1)
}

// Two processes append to one file and are killed without warning; every event
// they acknowledged is there, in order, and the file is sound. Repeated, so
// that the kill falls on different moments.
func TestKillLosesNothingAcknowledged(t *testing.T) {
	path := filepath.Join(t.TempDir(), "progress.db")
	for round := range 3 {
		acknowledged := map[uint64]int{} // by the seed of the session, the process id
		var running []*exec.Cmd
		var outputs []*bufio.Scanner
		for range 2 {
			child := exec.Command(os.Args[0])
			child.Env = append(os.Environ(), victim+"="+path)
			child.Stderr = os.Stderr
			pipe, err := child.StdoutPipe()
			must(t, err)
			must(t, child.Start())
			running = append(running, child)
			outputs = append(outputs, bufio.NewScanner(pipe))
		}
		for i, child := range running {
			for outputs[i].Scan() {
				n, err := strconv.Atoi(outputs[i].Text())
				must(t, err)
				acknowledged[uint64(child.Process.Pid)] = n + 1
				if n == 20+5*round {
					must(t, child.Process.Kill())
				}
			}
			child.Wait() // it was killed: there is always an error
		}

		s := sound(t, path)
		sessions, err := s.Sessions("lab")
		must(t, err)
		for pid, want := range acknowledged {
			if want < 20 {
				t.Fatalf("process %d acknowledged only %d events", pid, want)
			}
			found := false
			for _, session := range sessions[:2] {
				if session.Seed != pid {
					continue
				}
				found = true
				events, err := s.Events(session.ID)
				must(t, err)
				if len(events) < want {
					t.Errorf("process %d: %d events acknowledged, %d there", pid, want, len(events))
				}
				for i, event := range events {
					if string(event) != strconv.Itoa(i) {
						t.Fatalf("process %d: event %d is %s", pid, i, event)
					}
				}
			}
			if !found {
				t.Errorf("the session of process %d is lost", pid)
			}
		}
		must(t, s.Close())
	}
}
