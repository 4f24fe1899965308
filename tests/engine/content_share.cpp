// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/content_share.hpp>

using wua::detail::content_share;
using share_verdict = content_share::verdict;

TEST_CASE("what is wanted of the bytes that came is taken", "[content_share]")
{
    SECTION("all of them, while more is missing")
    {
        const content_share share = content_share::of({.place = 10, .size = 5, .end = 20, .total = 20});
        CHECK(share.taken == 5);
        CHECK_FALSE(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
    SECTION("up to where others have what follows")
    {
        const content_share share = content_share::of({.place = 10, .size = 15, .end = 20, .total = 100});
        CHECK(share.taken == 10);
        CHECK(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
    SECTION("of content of an unknown size")
    {
        const content_share share = content_share::of({.place = 10, .size = 15});
        CHECK(share.taken == 15);
        CHECK_FALSE(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
}

TEST_CASE("bytes beyond the content's end are too many, unless a digest tells whether those before it are right",
          "[content_share]")
{
    content_share::offer offer{.place = 10, .size = 11, .end = 20, .total = 20};
    CHECK(content_share::of(offer).what == share_verdict::exceeds_total);
    offer.has_digest = true;
    CHECK(content_share::of(offer).what == share_verdict::fits);
    CHECK(content_share::of(offer).taken == 10);
    CHECK(content_share::of(offer).is_enough);
}

TEST_CASE("the last bytes of content without a digest are not enough before the server has ended it", "[content_share]")
{
    content_share::offer offer{.place = 10, .size = 10, .end = 20, .total = 20};
    CHECK_FALSE(content_share::of(offer).is_enough);
    offer.has_digest = true;
    CHECK(content_share::of(offer).is_enough);
}

TEST_CASE("bytes beyond the part that the response has announced are too many", "[content_share]")
{
    content_share::offer offer{.place = 10, .size = 5, .end = 20, .total = 20, .part_end = 15};
    CHECK(content_share::of(offer).what == share_verdict::fits);
    offer.size = 6;
    CHECK(content_share::of(offer).what == share_verdict::exceeds_part);
}
