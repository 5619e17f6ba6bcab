package graph

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"slices"
	"time"

	"tearsheet"
)

// Engine runs graphs and is the single writer of their logs.
type Engine struct {
	Store tearsheet.RunStore
	Clock tearsheet.Clock
	Log   *slog.Logger
	// MaxConcurrent bounds the nodes of one run that work at the same time;
	// zero means 8.
	MaxConcurrent int
}

// Result is the outcome of a run: the folded state, what each node did, and the
// head of the log. On failure State holds what finished before it.
type Result struct {
	State  tearsheet.State
	Nodes  []tearsheet.NodeUsage // in fold order
	Head   string                // hash of the last event
	Events uint64
}

// Start runs the graph and yields its events as they are logged. Breaking out of
// the loop cancels the run; its goroutines have ended when Start's loop ends.
func (e *Engine) Start(ctx context.Context, g *Graph, id tearsheet.RunID, in tearsheet.Delta) iter.Seq2[tearsheet.Event, error] {
	return func(yield func(tearsheet.Event, error) bool) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		stopped := false
		_, err := e.Run(ctx, g, id, in, func(ev tearsheet.Event) {
			if !stopped && !yield(ev, nil) {
				stopped = true
				cancel()
			}
		})
		if err != nil && !stopped {
			yield(tearsheet.Event{}, err)
		}
	}
}

// Run runs the graph from the input delta, which must give exactly the topics the
// graph's Input declares. watch, if not nil, is called with each event after it
// was stored, on Run's goroutine. The error of a failed node is a *NodeError.
func (e *Engine) Run(ctx context.Context, g *Graph, id tearsheet.RunID, in tearsheet.Delta, watch func(tearsheet.Event)) (Result, error) {
	base, err := tearsheet.State{}.Apply(in)
	if err != nil {
		return Result{}, &tearsheet.Error{Op: "graph run", Kind: tearsheet.KindInternal, Subject: g.name, Err: err}
	}
	if err := g.checkInput(in); err != nil {
		return Result{}, err
	}
	runCtx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	r := &run{
		engine: e, g: g, id: id, watch: watch, base: base, ctx: runCtx, cancel: cancel,
		limit: e.MaxConcurrent, inbox: make(chan message, len(g.nodes)),
		status: make([]status, len(g.nodes)), delta: make([]tearsheet.Delta, len(g.nodes)),
		usage: make([]tearsheet.NodeUsage, len(g.nodes)), waits: make([]int, len(g.nodes)),
		began: make([]time.Time, len(g.nodes)), log: e.Log,
	}
	if r.limit <= 0 {
		r.limit = 8
	}
	if r.log == nil {
		r.log = slog.New(slog.DiscardHandler)
	}
	return r.loop(in)
}

func (g *Graph) checkInput(in tearsheet.Delta) error {
	for _, t := range g.input {
		if _, ok := in.Slots[t]; !ok {
			return &tearsheet.Error{Op: "graph run", Kind: tearsheet.KindInternal, Subject: g.name,
				Err: fmt.Errorf("input topic %q was not given", t)}
		}
	}
	if len(in.Slots) != len(g.input) {
		return &tearsheet.Error{Op: "graph run", Kind: tearsheet.KindInternal, Subject: g.name,
			Err: fmt.Errorf("the input gives %d topics where the graph takes %d", len(in.Slots), len(g.input))}
	}
	return nil
}

type status byte

const (
	waiting status = iota
	queued
	working
	done
	failed
	skipped
)

func (s status) String() string {
	return [...]string{"waiting", "queued", "working", "ok", "failed", "skipped"}[s]
}

// run is one execution. Only loop's goroutine touches it; node goroutines talk to
// it through inbox.
type run struct {
	engine *Engine
	g      *Graph
	id     tearsheet.RunID
	watch  func(tearsheet.Event)
	base   tearsheet.State
	ctx    context.Context
	cancel context.CancelCauseFunc
	log    *slog.Logger

	limit   int
	active  int   // nodes that hold a place: marked as started and not ended
	working int   // of these, the ones with a goroutine
	ready   []int // queued nodes
	inbox   chan message
	status  []status
	waits   []int
	delta   []tearsheet.Delta
	usage   []tearsheet.NodeUsage
	began   []time.Time
	pending []tearsheet.Event // chained, not yet stored
	last    tearsheet.Event   // last chained
	stored  uint64            // last stored
	head    string            // its hash
	broken  bool              // the store failed; nothing is written after that
	fatal   error
}

// message is what a node goroutine tells the loop: an event to log, or its end.
type message struct {
	node    int
	kind    tearsheet.EventKind // when end is false
	data    json.RawMessage     // of the event; at a good end the encoded delta
	attempt int
	end     bool
	delta   tearsheet.Delta
	err     error
}

// maxBatch bounds the events of one append, so that a talkative node cannot keep
// the loop from storing.
const maxBatch = 256

func (r *run) loop(in tearsheet.Delta) (Result, error) {
	defer r.join()
	r.event("", 0, tearsheet.RunStarted, encode(startedData{r.g.name, r.g.print, in}))
	if err := r.flush(); err != nil {
		return r.result(), err
	}
	for i, n := range r.g.nodes {
		r.waits[i] = n.waits
		if n.waits == 0 {
			r.admit(i)
		}
	}
	for {
		r.interrupted()
		r.dispatch()
		// The log is durable before anything that depends on it starts: a node is
		// launched only after its givers' results were stored.
		if err := r.flush(); err != nil {
			r.fatal = err
			r.cancel(err)
		}
		r.interrupted() // the watcher may have had enough
		r.launch()
		if r.active == 0 {
			break
		}
		r.handle(<-r.inbox)
		for more := true; more && len(r.pending) < maxBatch; { // take what else has arrived, to store it in one go
			select {
			case m := <-r.inbox:
				r.handle(m)
			default:
				more = false
			}
		}
	}
	return r.finish()
}

// interrupted fails the run when its caller cancelled it: nothing starts any more.
func (r *run) interrupted() {
	if r.fatal == nil && r.ctx.Err() != nil {
		r.fail(context.Cause(r.ctx))
	}
}

// join waits for the nodes that are still at work when the watcher or the store
// panicked.
func (r *run) join() {
	r.cancel(nil)
	for r.working > 0 {
		if m := <-r.inbox; m.end {
			r.working--
		}
	}
}

type startedData struct {
	Graph       string          `json:"graph"`
	Fingerprint string          `json:"fingerprint"`
	Input       tearsheet.Delta `json:"input"`
}

type failureData struct {
	Kind  tearsheet.Kind `json:"kind"`
	Error string         `json:"error"`
	Hint  string         `json:"hint,omitempty"`
	Retry bool           `json:"retry,omitempty"`
}

type skipData struct {
	Reason string `json:"reason"`
}

type finishedData struct {
	Status      string `json:"status"`
	StateDigest string `json:"state_digest,omitempty"`
	Error       string `json:"error,omitempty"`
}

// admit decides a node all of whose givers have ended: run it or skip it.
func (r *run) admit(i int) {
	if r.fatal != nil {
		return
	}
	n := &r.g.nodes[i]
	for _, j := range n.needs {
		if r.status[j] != done {
			r.skip(i, fmt.Sprintf("%s was %s", r.g.nodes[j].spec.Name, word(r.status[j])), "")
			return
		}
	}
	if w := n.spec.When; w != nil {
		ok, reason, err := holds(w, r.view(i))
		if err != nil {
			r.ended(message{node: i, err: fmt.Errorf("condition %q: %w", w.Doc, err)})
			return
		}
		if !ok {
			r.skip(i, reason, "")
			return
		}
	}
	r.status[i] = queued
	r.ready = append(r.ready, i)
}

func word(s status) string {
	if s == failed {
		return "not available"
	}
	return s.String()
}

func holds(w *When, s tearsheet.State) (ok bool, reason string, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v}
		}
	}()
	return w.Holds(s)
}

// dispatch marks queued nodes as started, up to the bound; launch starts them
// after the marks are stored.
func (r *run) dispatch() {
	for _, i := range r.ready {
		if r.active >= r.limit || r.fatal != nil {
			return
		}
		if r.status[i] == queued && r.began[i].IsZero() {
			r.active++
			r.began[i] = r.engine.Clock.Now()
			r.event(r.g.nodes[i].spec.Name, 1, tearsheet.NodeStarted, nil)
		}
	}
}

func (r *run) launch() {
	rest := r.ready[:0]
	for _, i := range r.ready {
		switch {
		case r.began[i].IsZero():
			rest = append(rest, i)
		case r.fatal != nil:
			r.active--
			r.status[i] = waiting
		default:
			r.status[i] = working
			r.working++
			view := r.view(i)
			go r.work(i, view)
		}
	}
	r.ready = rest
}

// view is what node i may see: the input and the deltas of its transitive givers,
// in fold order.
func (r *run) view(i int) tearsheet.State {
	deltas := make([]tearsheet.Delta, 0, len(r.g.nodes[i].ancestors))
	for _, j := range r.g.nodes[i].ancestors {
		deltas = append(deltas, r.delta[j])
	}
	s, err := r.base.Fold(deltas...)
	if err != nil {
		panic(err) // New refuses two givers of a topic; unreachable
	}
	return s
}

// maxDoublings keeps a long row of retries from overflowing its backoff.
const maxDoublings = 10

// work runs on the node's goroutine until its last attempt has ended.
func (r *run) work(i int, view tearsheet.State) {
	n := &r.g.nodes[i]
	attempts := max(1, n.spec.Retry.Attempts)
	for a := 1; ; a++ {
		d, data, err := r.attempt(i, a, view)
		if err == nil || a == attempts || !retryable(err) || r.ctx.Err() != nil {
			r.inbox <- message{node: i, end: true, delta: d, data: data, err: err, attempt: a}
			return
		}
		r.inbox <- message{node: i, kind: tearsheet.NodeFailed, attempt: a, data: encode(failure(err, true))}
		if !pause(r.ctx, n.spec.Retry.Backoff<<min(a-1, maxDoublings)) {
			r.inbox <- message{node: i, end: true, err: err, attempt: a}
			return
		}
		r.inbox <- message{node: i, kind: tearsheet.NodeStarted, attempt: a + 1}
	}
}

// attempt runs the node once, with its timeout, panic containment and a check of
// what it returned. data is the encoded delta.
func (r *run) attempt(i, a int, view tearsheet.State) (d tearsheet.Delta, data json.RawMessage, err error) {
	n := &r.g.nodes[i]
	ctx := r.ctx
	if n.spec.Timeout > 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, n.spec.Timeout)
		defer cancel()
	}
	over := make(chan struct{})
	ctx = withRecorder(ctx, func(kind tearsheet.EventKind, data json.RawMessage) {
		select { // a goroutine the node left behind has nothing to say any more
		case <-over:
			return
		default:
		}
		select {
		case r.inbox <- message{node: i, kind: kind, data: data, attempt: a}:
		case <-over:
		}
	})
	d, err = guarded(ctx, n.node, view)
	close(over)
	if err == nil {
		err = n.check(view, d)
	}
	if err == nil {
		if data, err = json.Marshal(d); err != nil {
			err = fmt.Errorf("its result cannot be logged: %w", err)
		}
	}
	if err != nil {
		d = tearsheet.Delta{}
		if ctx.Err() == context.DeadlineExceeded && r.ctx.Err() == nil {
			err = &tearsheet.Error{Op: n.spec.Name, Kind: tearsheet.KindUnavailable, Hint: "raise the node's timeout or check its source",
				Err: fmt.Errorf("no result within %s: %w", n.spec.Timeout, err)}
		}
	}
	return d, data, err
}

func guarded(ctx context.Context, n Node, view tearsheet.State) (d tearsheet.Delta, err error) {
	defer func() {
		if v := recover(); v != nil {
			err = &PanicError{Value: v, Stack: stack()}
		}
	}()
	return n.Run(ctx, view)
}

// check refuses a delta that gives what was not declared, omits what was, or does
// not apply to what the node saw.
func (n *planned) check(view tearsheet.State, d tearsheet.Delta) error {
	declared := make(map[tearsheet.Topic]bool, len(n.spec.Gives))
	for _, t := range n.spec.Gives {
		declared[t] = true
		if _, ok := d.Slots[t]; !ok {
			return fmt.Errorf("it declares topic %q and did not give it", t)
		}
	}
	for t := range d.Slots {
		if !declared[t] {
			return fmt.Errorf("it gave topic %q, which it does not declare", t)
		}
	}
	_, err := view.Apply(d)
	return err
}

func retryable(err error) bool {
	var p *PanicError
	if errors.As(err, &p) || errors.Is(err, context.Canceled) {
		return false
	}
	return tearsheet.KindOf(err).Retryable()
}

func pause(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

func (r *run) handle(m message) {
	name := r.g.nodes[m.node].spec.Name
	if !m.end {
		r.event(name, m.attempt, m.kind, m.data)
		return
	}
	r.active--
	r.working--
	r.usage[m.node].Attempts = m.attempt
	r.usage[m.node].MS = r.engine.Clock.Now().Sub(r.began[m.node]).Milliseconds()
	r.ended(m)
}

// ended settles a node and admits those that waited for it.
func (r *run) ended(m message) {
	i, err := m.node, m.err
	n := &r.g.nodes[i]
	if s, ok := isSkip(err); ok {
		r.skip(i, s.reason, s.hint)
		return
	}
	switch {
	case err == nil:
		r.status[i] = done
		r.delta[i] = m.delta
		r.event(n.spec.Name, r.usage[i].Attempts, tearsheet.NodeFinished, m.data)
	case n.spec.Optional && r.ctx.Err() == nil && !slices.Contains(n.spec.FailOn, tearsheet.KindOf(err)):
		r.status[i] = failed
		f := failure(err, false)
		r.delta[i] = tearsheet.Delta{Gaps: []tearsheet.Gap{{Node: n.spec.Name, Kind: string(f.Kind), Reason: f.Error, Hint: f.Hint}}}
		r.event(n.spec.Name, r.usage[i].Attempts, tearsheet.NodeFailed, encode(f))
	default:
		r.status[i] = failed
		r.event(n.spec.Name, r.usage[i].Attempts, tearsheet.NodeFailed, encode(failure(err, false)))
		r.interrupted() // then the failure follows from that
		r.fail(&NodeError{n.spec.Name, r.usage[i].Attempts, err})
	}
	var p *PanicError
	if errors.As(err, &p) {
		r.log.Debug("node panicked", "run", r.id, "node", n.spec.Name, "panic", p.Value, "stack", string(p.Stack))
	}
	r.release(i)
}

func (r *run) release(i int) {
	for _, j := range r.g.nodes[i].next {
		if r.waits[j]--; r.waits[j] == 0 {
			r.admit(j)
		}
	}
}

// skip settles a node that will not run. When the node is neither conditional nor
// optional the run fails by name instead of succeeding without it.
func (r *run) skip(i int, reason, hint string) {
	n := &r.g.nodes[i]
	r.status[i] = skipped
	r.event(n.spec.Name, 0, tearsheet.NodeSkipped, encode(skipData{reason}))
	if n.spec.When == nil && !n.spec.Optional {
		r.fail(&NodeError{n.spec.Name, 0, fmt.Errorf("it cannot run: %s", reason)})
		return
	}
	r.delta[i] = tearsheet.Delta{Gaps: []tearsheet.Gap{{Node: n.spec.Name, Kind: "skipped", Reason: reason, Hint: hint}}}
	r.release(i)
}

// fail ends the run with its first failure; what fails after that follows from it.
func (r *run) fail(err error) {
	if r.fatal == nil {
		r.fatal = err
		r.cancel(err)
	}
}

func failure(err error, again bool) failureData {
	f := failureData{Kind: tearsheet.KindOf(err), Error: err.Error(), Hint: tearsheet.HintOf(err), Retry: again}
	var p *PanicError
	if errors.As(err, &p) {
		f.Kind, f.Hint = tearsheet.KindInternal, "this is a fault of the program; run with -v for the stack and report it"
	}
	return f
}

func (r *run) event(node string, attempt int, kind tearsheet.EventKind, data json.RawMessage) {
	ev := tearsheet.Event{Run: r.id, At: r.engine.Clock.Now(), Node: node, Attempt: attempt, Kind: kind, Data: data}
	if r.last.Seq == 0 {
		r.last = ev.Chain(nil)
	} else {
		r.last = ev.Chain(&r.last)
	}
	r.pending = append(r.pending, r.last)
}

// encode marshals an event's data; what cannot be encoded is logged as that.
func encode(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		b, _ = json.Marshal(failureData{Kind: tearsheet.KindInternal, Error: "event data cannot be encoded: " + err.Error()})
	}
	return b
}

// flush stores what was chained since the last flush, in one append, and then
// shows it to the watcher.
func (r *run) flush() error {
	if len(r.pending) == 0 {
		return nil
	}
	batch := r.pending
	r.pending = nil
	if r.broken {
		return nil
	}
	// A run that was interrupted still writes its end.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(r.ctx), 30*time.Second)
	defer cancel()
	if err := r.engine.Store.Append(ctx, r.id, r.stored, batch...); err != nil {
		// What was or was not stored is unknown now. The log ends here: a later
		// entry would hide the hole.
		r.broken = true
		if r.fatal != nil {
			return fmt.Errorf("%w (and the run's log: %v)", r.fatal, err) //nolint:errorlint // the first failure is the cause
		}
		return fmt.Errorf("the run's log: %w", err)
	}
	r.stored, r.head = batch[len(batch)-1].Seq, batch[len(batch)-1].Hash
	if r.watch != nil {
		for _, ev := range batch {
			r.watch(ev)
		}
	}
	return nil
}

func (r *run) finish() (Result, error) {
	end := finishedData{Status: "finished"}
	if r.fatal != nil {
		end.Status, end.Error = "failed", r.fatal.Error()
		if errors.Is(r.fatal, context.Canceled) {
			end.Status = "interrupted"
		}
	}
	res := r.result()
	end.StateDigest = res.State.Digest()
	r.event("", 0, tearsheet.RunFinished, encode(end))
	if err := r.flush(); err != nil {
		r.fatal = err
	}
	res.Head, res.Events = r.head, r.stored
	return res, r.fatal
}

func (r *run) result() Result {
	s, err := r.base.Fold(r.delta...)
	if err != nil {
		panic(err) // New refuses two givers of a topic; unreachable
	}
	res := Result{State: s, Head: r.head, Events: r.stored}
	for i, n := range r.g.nodes {
		u := r.usage[i]
		u.Name, u.Status = n.spec.Name, r.status[i].String()
		res.Nodes = append(res.Nodes, u)
	}
	return res
}
