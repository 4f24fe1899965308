// SPDX-License-Identifier: MIT
// needs: fmt
// What the poller receives from outside: numbers on its command line, and the host that a request to its page names.

#include "../../examples/poller/byte_text.hpp"
#include "../../examples/poller/serve/request_check.hpp"
#include "fuzz.hpp"

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

FUZZ_TARGET(poller_words)
{
    const std::string_view text = fuzz::text_of(data, size);
    if (const auto bytes = poller::bytes_in(text))
    {
        fuzz::require(text.front() >= '0' && text.front() <= '9', "a number begins with a digit", text);
        fuzz::require(poller::read_rate(text, "--limit") == *bytes, "a rate is that number", text);
        const auto more = poller::bytes_in(std::to_string(*bytes >> 10U) + 'K');
        fuzz::require(more && *more == *bytes >> 10U << 10U, "units are thousands of two", text);
    }
    else
    {
        try
        {
            poller::read_size(text, "--quota");
            fuzz::require(false, "what is no number is refused", text);
        }
        catch (const poller::usage_error& error)
        {
            fuzz::require(*error.what() != '\0', "a refusal has a sentence", text);
        }
    }
    const std::string_view name = poller::host_name(text);
    fuzz::require(text.starts_with(name), "a host is named first", text);
    if (poller::is_own_host(text))
    {
        for (const char letter : name)
        {
            const bool may_be =
                (letter >= '0' && letter <= '9') || letter == '.' || letter == ':' || letter == '[' || letter == ']' ||
                std::string_view("abcdefABCDEFlocalhostLOCALHOST").find(letter) != std::string_view::npos;
            fuzz::require(may_be, "no other site has such a name", text);
        }
        fuzz::require(poller::is_own_origin("http://" + std::string(text), text), "it is its own origin", text);
        fuzz::require(!poller::is_own_origin("https://" + std::string(text), text), "another scheme is another origin");
    }
    fuzz::require(!poller::is_same_secret(text, ""), "nothing is no secret", text);
    return 0;
}
