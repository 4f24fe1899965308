// SPDX-License-Identifier: MIT
// netrc files: invalid ones are refused with a sentence that quotes nothing from them, and valid ones name their hosts.

#include "fuzz.hpp"
#include <wua/engine/transfer/netrc.hpp>

#include <stdexcept>
#include <string>

namespace
{

// The sentence names a line by number and contains none of these characters, which secrets often contain.
void require_discreet(std::string_view sentence, std::string_view text)
{
    fuzz::require(!sentence.empty() && sentence.size() < 200, "a refusal says why, in short", text);
    fuzz::require(sentence.find_first_of("~@$%^&*!#=+\\|<>\x7F\xFF") == std::string_view::npos,
                  "a refusal tells nothing of the file", text);
}

} // namespace

FUZZ_TARGET(netrc)
{
    const std::string_view text = fuzz::text_of(data, size);
    wua::detail::netrc read;
    try
    {
        read = wua::detail::netrc(text);
    }
    catch (const std::runtime_error& error)
    {
        require_discreet(error.what(), text);
        return 0;
    }
    const auto found = read.find("host");
    fuzz::require(read.find("HOST").has_value() == found.has_value(), "a host may have any case", text);
    if (found && !found->user.empty())
    {
        fuzz::require(text.find(found->user) != std::string_view::npos || text.find('\\') != std::string_view::npos ||
                          text.find('"') != std::string_view::npos,
                      "a user is as the file has it", text);
    }
    return 0;
}
