// This file publishes messages on the iopub channel.

package kernel

import (
	"unicode/utf8"

	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// A publisher sends to all frontends. Messages arrive in the order of the calls.
type publisher struct {
	socket  *socket
	session protocol.Session
}

// publish sends a message that belongs to parent; the topic is its type. The error is about content alone: it has no
// JSON form.
func (p *publisher) publish(t protocol.Type, parent protocol.Header, content any) error {
	return p.send(t, parent, content, string(t))
}

// bulk is publish for output that a cell can produce without end: it waits while a frontend that reads is behind.
func (p *publisher) bulk(t protocol.Type, parent protocol.Header, content any) error {
	p.socket.guard.Throttle()
	return p.publish(t, parent, content)
}

func (p *publisher) send(t protocol.Type, parent protocol.Header, content any, topic string) error {
	m, err := p.session.New(t, parent, content)
	if err != nil {
		return err
	}
	m.Identities = [][]byte{[]byte(topic)}
	if err := p.socket.send(m); err != nil {
		p.socket.log.Debug("not published", "type", t, "error", err) // the socket is closed: nobody is left to tell
	}
	return nil
}

// status publishes busy or idle for a request.
func (p *publisher) status(state string, request protocol.Header) {
	p.must(p.publish(protocol.TypeStatus, request, protocol.Status{ExecutionState: state}))
}

// must takes the error of publishing content that always has a JSON form.
func (p *publisher) must(err error) {
	if err != nil {
		p.socket.log.Error("not published", "error", err)
	}
}

// welcome tells a new subscriber that its subscription took effect (JEP 65).
func (p *publisher) welcome(topic string) {
	if utf8.ValidString(topic) { // others are to be ignored
		p.must(p.send(protocol.TypeIOPubWelcome, protocol.Header{}, protocol.IOPubWelcome{Subscription: topic}, topic))
	}
}

// flush returns when everything published so far is on its way to each frontend.
func (p *publisher) flush() error {
	return p.socket.guard.Flush(func(frame []byte) error { return p.socket.zmq.Send(zmq4.NewMsg(frame)) })
}
