"""How is one letter handed to a mail server in as few round trips as it allows, so that one knows when it may have been taken?"""

import smtplib


class NotHandedOver(smtplib.SMTPException):
    """The line broke before the first byte of the letter: it wasn't taken for certain."""


def hand_over(server, sender, recipient, letter, *, may_go_on=lambda: True, while_waiting=lambda: None):
    """`server`: an open `smtplib.SMTP`; `letter`: bytes with CRLF. Returns once the server has said 250.

    Where the server takes commands in one go (PIPELINING, RFC 2920) the envelope costs one round trip instead of three.
    `may_go_on()` is asked last before the letter goes out: a server may have taken all of a lease's time until then. `while_waiting()` is called between
    the last byte and the answer; it must not raise.
    Raises what `smtplib.SMTP.sendmail` raises, and `NotHandedOver`; any other OSError means that the letter may have been taken.
    """
    server.ehlo_or_helo_if_needed()
    try:
        _say_the_envelope(server, sender, recipient)
        if not may_go_on():
            raise NotHandedOver("the server took too long over the envelope")
    except (smtplib.SMTPResponseException, smtplib.SMTPRecipientsRefused, NotHandedOver):
        raise
    except OSError as failure:
        raise NotHandedOver(f"{type(failure).__name__}: {failure}") from failure
    server.send(
        letter.replace(b"\r\n.", b"\r\n..") + (b".\r\n" if letter.endswith(b"\r\n") else b"\r\n.\r\n")
    )
    while_waiting()
    code, said = server.getreply()
    if code != 250:
        _start_over(server, code)
        raise smtplib.SMTPDataError(code, said)


def _say_the_envelope(server, sender, recipient):
    commands = [f"MAIL FROM:<{sender}>", f"RCPT TO:<{recipient}>", "DATA"]
    at_once = server.has_extn("pipelining")
    if at_once:
        server.send("".join(f"{command}\r\n" for command in commands))
    refusal = None
    for command in commands:
        if not at_once:
            server.send(f"{command}\r\n")
        code, said = server.getreply()
        wanted = (354,) if command == "DATA" else (250, 251)
        if code not in wanted:
            refusal = refusal or _refusal(command, code, said, sender, recipient)
            if code == 421 or not at_once:  # it hangs up, or nothing more was asked
                break
        elif (
            refusal and command == "DATA"
        ):  # it wants a letter for nobody: an empty one, whatever it says to that
            server.send(b".\r\n")
            server.getreply()
    if refusal:
        _start_over(server, code)
        raise refusal


def _refusal(command, code, said, sender, recipient):
    match command[:4]:
        case "MAIL":
            return smtplib.SMTPSenderRefused(code, said, sender)
        case "RCPT":
            return smtplib.SMTPRecipientsRefused({recipient: (code, said)})
    return smtplib.SMTPDataError(code, said)


def _start_over(server, code):
    """After a refusal the next letter begins anew; a server that says goodbye, or is gone, is closed by who called."""
    if code != 421:
        try:
            server.rset()
        except (OSError, smtplib.SMTPException):
            server.close()
