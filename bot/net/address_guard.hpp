// Which addresses the server may connect to on its own (webhooks, mail): none of its own machine or
// network unless the settings allow it, so that nobody who can name an address reaches what only
// the inside may reach (SSRF). It is asked about the address of the connection itself, after names
// were resolved, so a name that changes its address between two look-ups gains nothing. No state;
// any thread.
#pragma once

#include <sys/socket.h>

#include <string_view>

namespace bot {

// Whether packets to this address leave for the public internet. Not so: loopback, private,
// link-local, shared (100.64/10), benchmark, documentation, multicast, reserved and unspecified
// ranges of IPv4 and IPv6, and IPv6 addresses that carry such an IPv4 address (mapped, compatible,
// NAT64, 6to4). Other families: no.
bool is_public_address(const sockaddr* address, socklen_t length);

// The same for an address in digits, "127.0.0.1" or "::1"; false for anything else.
bool is_public_address(std::string_view digits);

}  // namespace bot
