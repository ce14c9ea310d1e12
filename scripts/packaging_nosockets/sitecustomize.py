"""On PYTHONPATH: no process of this Python reaches a network, its own machine's included.

For where no network namespace can be had. Sockets of the file system stay: process pools talk by
them.
"""

import errno
import os
import socket
import sys

MESSAGE = "the network is cut off"
_LOOKUPS = {"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr"}
_USES = {"socket.bind", "socket.connect", "socket.sendmsg", "socket.sendto"}


def _refuse(event: str, args: tuple[object, ...]) -> None:
    if event in _LOOKUPS:
        raise socket.gaierror(socket.EAI_AGAIN, MESSAGE)
    if event in _USES:
        used = args[0]
        if isinstance(used, socket.socket) and used.family == getattr(socket, "AF_UNIX", None):
            return
        raise OSError(errno.ENETUNREACH, f"{MESSAGE}: {os.strerror(errno.ENETUNREACH)}")


sys.addaudithook(_refuse)
