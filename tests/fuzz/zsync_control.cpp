// SPDX-License-Identifier: MIT
// Control files of seeds: an accepted one has all its checksums, and the blocks found with them lie within the file,
// each found once.

#include "fuzz.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/seed/seed_matcher.hpp>

#include <algorithm>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace
{

std::optional<wua::detail::zsync_control> read_control(std::string text)
{
    try
    {
        return wua::detail::zsync_control::parse(std::move(text));
    }
    catch (const wua::hresult_error& error)
    {
        fuzz::require(!error.text().empty(), "a refusal has a sentence");
        return std::nullopt;
    }
}

} // namespace

// The control file, up to two bytes 0xFF, which no header contains; then a seed.
FUZZ_TARGET(zsync_control)
{
    const std::string_view input = fuzz::text_of(data, size);
    const auto border = input.find("\xFF\xFF");
    const auto control = read_control(std::string(input.substr(0, border)));
    if (!control)
    {
        return 0;
    }
    fuzz::require(control->block_count() <= size, "each block has sums");
    std::vector<bool> found(control->block_count());
    wua::detail::seed_matcher matcher(*control, [&](std::uint64_t offset, const char* bytes, std::size_t length) {
        fuzz::require(length != 0 && offset + length <= control->length(), "what is found lies in the file");
        static_cast<void>(std::string(bytes, length));
        for (std::uint64_t at = offset; at < offset + length; at += control->block_size())
        {
            const auto block = static_cast<std::size_t>(at / control->block_size());
            fuzz::require(!found[block], "a block is found once");
            found[block] = true;
        }
    });
    std::string_view seed = border == std::string_view::npos ? std::string_view() : input.substr(border + 2);
    while (!seed.empty())
    {
        const std::span<char> room = matcher.room();
        const std::size_t piece = std::min<std::size_t>({room.size(), seed.size(), 777});
        std::copy_n(seed.begin(), piece, room.begin());
        matcher.advance(piece);
        seed.remove_prefix(piece);
    }
    matcher.finish();
    return 0;
}
