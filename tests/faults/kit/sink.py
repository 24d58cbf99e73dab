"""A mail server on loopback that behaves as the recipient's address says, and logs what it accepted like a relay.

    python tests/faults/kit/sink.py LOG [one]        prints its port, then serves until killed

With "one" it takes one command at a time. To "nobody…" it says 354 after it has refused him.
An address may carry one word before the @, `name.word@…` or `name.wordxN@…` (only the first N times for a message):
r421 r451 r550      the answer to RCPT           d421 d451 d550   the answer after the letter
silent, close       silence or a closed line after the letter, which was NOT accepted
silenttaken, closetaken                         the same, but it was accepted (and logged) before
"""

import asyncio
import re
import sys
from collections import Counter

WORD = re.compile(rb"\.([rd]\d{3}|silent(?:taken)?|close(?:taken)?)(?:x(\d+))?@")
MESSAGE_ID = re.compile(rb"^message-id:\s*(<[^>]+>)", re.IGNORECASE | re.MULTILINE)
END = b"\r\n.\r\n"


class Session(asyncio.Protocol):
    log, takes_several = None, True
    tried: Counter = Counter()

    def connection_made(self, transport):
        self.said = []
        self.transport, self.left, self.in_data = transport, b"", False
        self.recipient, self.may_send = b"", False
        transport.write(b"220 sink\r\n")

    def data_received(self, data):
        self.left += data
        while self.left and not self.transport.is_closing():
            if self.in_data:
                if self.left.startswith(b".\r\n"):  # an empty letter
                    self.left, self.in_data = self.left[3:], False
                    self.said.append(b"554 no valid recipients\r\n")
                    continue
                letter, end, rest = self.left.partition(END)
                if not end:
                    break
                self.left, self.in_data = rest, False
                self.take(letter)
            else:
                line, end, rest = self.left.partition(b"\r\n")
                if not end:
                    break
                self.left = rest
                self.command(line)
        self.speak()

    def speak(self):
        """All answers to what came in one go leave in one go."""
        if self.said and not self.transport.is_closing():
            self.transport.write(b"".join(self.said))
        self.said = []

    def hang_up(self):
        self.speak()
        self.transport.close()

    def command(self, line):
        word = line[:4].upper()
        if word == b"EHLO":
            more = b"250-PIPELINING\r\n" if self.takes_several else b""
            self.said.append(b"250-sink\r\n" + more + b"250 8BITMIME\r\n")
        elif word == b"RCPT":
            self.recipient = line.partition(b"<")[2].partition(b">")[0]
            told = self.script(b"r")
            self.may_send = not told
            self.said.append(told + b" scripted\r\n" if told else b"250 ok\r\n")
            if told == b"421":
                self.hang_up()
        elif word == b"DATA" and not self.may_send and b"nobody" not in self.recipient:
            self.said.append(b"554 no valid recipients\r\n")
        elif word == b"DATA":
            self.in_data = True
            self.said.append(b"354 go on\r\n")
        elif word == b"QUIT":
            self.said.append(b"221 bye\r\n")
            self.hang_up()
        else:
            self.said.append(b"250 ok\r\n")

    def script(self, first):
        """The word that still holds for this recipient, without its letter; b"" when he is to be served."""
        found = WORD.search(self.recipient)
        if not found or not found[1].startswith(first):
            return b""
        if found[2] is not None:
            self.tried[self.recipient] += 1
            if self.tried[self.recipient] > int(found[2]):
                return b""
        return found[1][1:] if first in (b"r", b"d") else found[1]

    def take(self, letter):
        if code := self.script(b"d"):
            self.said.append(code + b" scripted\r\n")
            return
        word = self.script(b"silent") or self.script(b"close")
        if not word or word.endswith(b"taken"):
            found = MESSAGE_ID.search(letter)
            self.log.write(
                b"accepted message-id=%s to=<%s>\n" % (found[1] if found else b"<?>", self.recipient)
            )
            self.log.flush()
        if not word:
            self.said.append(b"250 taken\r\n")
        elif word.startswith(b"close"):
            self.hang_up()


async def serve():
    server = await asyncio.get_running_loop().create_server(Session, "127.0.0.1", 0, backlog=512)
    print(server.sockets[0].getsockname()[1], flush=True)
    await server.serve_forever()


if __name__ == "__main__":
    Session.log = open(sys.argv[1], "ab")  # noqa: SIM115 (as long as the process)
    Session.takes_several = "one" not in sys.argv[2:]
    asyncio.run(serve())
