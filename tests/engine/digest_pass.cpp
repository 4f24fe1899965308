// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/content/digest_pass.hpp>

#include <algorithm>
#include <cstddef>
#include <stdexcept>
#include <string>
#include <vector>

namespace
{

// In an order that is not that of the algorithms.
std::vector<wua::content_digest> all_algorithms()
{
    std::vector<wua::content_digest> all;
    for (const wua::digest_algorithm each : wua::digest_algorithms)
    {
        all.insert(all.begin(), {each, {}});
    }
    return all;
}

} // namespace

TEST_CASE("one pass computes every digest, whatever the pieces are", "[digest_pass]")
{
    const std::string content(100'001, 'x');
    std::vector<wua::content_digest> alone;
    for (const wua::content_digest& each : all_algorithms())
    {
        wua::detail::digest_hasher hasher(each.algorithm);
        hasher.update(content.data(), content.size());
        alone.push_back(hasher.finish());
    }
    for (const std::size_t piece : {std::size_t(7'001), std::size_t(16U << 10U), content.size()})
    {
        wua::detail::digest_pass pass(all_algorithms());
        for (std::size_t from = 0; from < content.size(); from += piece)
        {
            pass.update(content.data() + from, std::min(piece, content.size() - from));
        }
        CHECK(pass.finish() == alone);
    }
}

TEST_CASE("nothing has digests, too", "[digest_pass]")
{
    wua::detail::digest_pass pass({{wua::digest_algorithm::sha384, {}}});
    CHECK(pass.finish()[0].to_hex() == "38b060a751ac96384cd9327eb1b1e36a21fdb71114be07434c0cc7bf63f6e1da"
                                       "274edebfe76f65fbd51ad2f14898b95b");
    CHECK_THROWS_AS(wua::detail::digest_pass({{wua::digest_algorithm::none, {}}}), std::runtime_error);
}
