// This file holds the messages of the startup handshake (JEP 66), which are smaller than all others.

package protocol

import (
	"encoding/json"
	"fmt"
	"strconv"
)

// ports is what a kernel reports to the launcher that gave it a registration file. The specification has ports as text.
type ports struct {
	KernelID    string `json:"kernel_id"`
	ControlPort string `json:"control_port"`
	ShellPort   string `json:"shell_port"`
	StdinPort   string `json:"stdin_port"`
	IOPubPort   string `json:"iopub_port"`
	HBPort      string `json:"hb_port"`
}

// EncodeRegistration returns the frames that report the ports of c: delimiter, signature over the one frame of content,
// content ("Kernel startup handshake" in the messaging specification).
func EncodeRegistration(c Connection) ([][]byte, error) {
	content, err := json.Marshal(ports{
		KernelID: c.KernelID, ControlPort: strconv.Itoa(c.ControlPort), ShellPort: strconv.Itoa(c.ShellPort),
		StdinPort: strconv.Itoa(c.StdinPort), IOPubPort: strconv.Itoa(c.IOPubPort), HBPort: strconv.Itoa(c.HBPort),
	})
	if err != nil {
		return nil, fmt.Errorf("protocol: registration: %w", err)
	}
	return [][]byte{[]byte(Delimiter), c.Key.sign([][]byte{content}), content}, nil
}

// DecodeAcknowledgement verifies a launcher's answer to a registration. Its content is up to the launcher.
func (k Key) DecodeAcknowledgement(frames [][]byte) (content []byte, err error) {
	at := delimiter(frames)
	if at < 0 || len(frames) != at+3 {
		return nil, fmt.Errorf("protocol: acknowledgement: %w: %d frames, want %s, signature and content", ErrFrames, len(frames), Delimiter)
	}
	content = frames[at+2]
	if err := k.verify(frames[at+1], [][]byte{content}); err != nil {
		return nil, err
	}
	return content, nil
}
