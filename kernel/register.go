// This file opens sockets on ports of the kernel's own choice, and reports them to the launcher (JEP 66).

package kernel

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"time"

	"github.com/arraybook/arraybook/protocol"
	"github.com/go-zeromq/zmq4"
)

// registrationTimeout is how long a kernel that has chosen its ports waits for its launcher to take note.
const registrationTimeout = 20 * time.Second

// choosePort returns a port for the next attempt to open a channel: 0 for TCP, where the system chooses, and a random one
// for IPC, where a port is no more than a part of a file's name.
func choosePort(c protocol.Connection) int {
	if c.Transport == protocol.TCP {
		return 0
	}
	for {
		if port := 1 + rand.IntN(1<<16-1); port != c.RegistrationPort {
			return port
		}
	}
}

// register reports the ports to the launcher and waits until it has taken note. It also writes a connection file for
// other clients, whose path is "" when there is no registration file beside which to write it.
func (k *kernel) register(registrationFile string) (connectionFile string, err error) {
	c := k.connection
	frames, err := protocol.EncodeRegistration(c)
	if err != nil {
		return "", err
	}
	ctx, cancel := context.WithTimeout(context.Background(), registrationTimeout)
	defer cancel()
	s := zmq4.NewDealer(ctx, zmq4.WithDialerRetry(50*time.Millisecond), zmq4.WithDialerTimeout(registrationTimeout))
	defer s.Close()
	launcher := c
	if c.RegistrationIP != "" {
		launcher.IP = c.RegistrationIP
	}
	endpoint := c.Transport + "://" + launcher.Address(c.RegistrationPort)
	acknowledged := make(chan error, 1)
	go func() {
		acknowledged <- func() error {
			if err := s.Dial(endpoint); err != nil {
				return err
			}
			if err := s.SendMulti(zmq4.NewMsgFrom(frames...)); err != nil {
				return err
			}
			answer, err := s.Recv()
			if err != nil {
				return err
			}
			_, err = c.Key.DecodeAcknowledgement(answer.Frames)
			return err
		}()
	}()
	select {
	case err = <-acknowledged:
	case <-ctx.Done():
		err = errors.New("no answer")
	}
	if err != nil {
		return "", fmt.Errorf("registration at %s: %w", endpoint, err)
	}
	return k.writeConnection(registrationFile)
}

// notInNames are the characters of a kernel id that are left out of a file's name.
var notInNames = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// writeConnection writes the connection file, from which other clients learn where the kernel is, beside the registration
// file, which stays as it is for the next start.
func (k *kernel) writeConnection(registrationFile string) (string, error) {
	if registrationFile == "" {
		return "", nil
	}
	c := k.connection
	c.RegistrationPort, c.RegistrationIP = 0, ""
	path := filepath.Join(filepath.Dir(registrationFile), "kernel-"+notInNames.ReplaceAllString(c.KernelID, "_")+".json")
	if path == filepath.Clean(registrationFile) || c.KernelID == "" {
		path = registrationFile + ".connection.json"
	}
	return path, protocol.WriteConnection(path, c)
}

// forget removes the connection file that the kernel wrote.
func (k *kernel) forget() error {
	if k.written == "" {
		return nil
	}
	return os.Remove(k.written)
}
