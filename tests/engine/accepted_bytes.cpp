// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include <wua/engine/transfer/accepted_bytes.hpp>

using wua::detail::accepted_bytes;
using share_verdict = accepted_bytes::verdict;

TEST_CASE("what is wanted of the bytes that came is taken", "[accepted_bytes]")
{
    SECTION("all of them, while more is missing")
    {
        const accepted_bytes share = accepted_bytes::of({.place = 10, .size = 5, .end = 20, .total = 20});
        CHECK(share.taken == 5);
        CHECK_FALSE(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
    SECTION("up to where others have what follows")
    {
        const accepted_bytes share = accepted_bytes::of({.place = 10, .size = 15, .end = 20, .total = 100});
        CHECK(share.taken == 10);
        CHECK(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
    SECTION("of content of an unknown size")
    {
        const accepted_bytes share = accepted_bytes::of({.place = 10, .size = 15});
        CHECK(share.taken == 15);
        CHECK_FALSE(share.is_enough);
        CHECK(share.what == share_verdict::fits);
    }
}

TEST_CASE("bytes beyond the content's end are too many, unless a digest tells whether those before it are right",
          "[accepted_bytes]")
{
    accepted_bytes::offer offer{.place = 10, .size = 11, .end = 20, .total = 20};
    CHECK(accepted_bytes::of(offer).what == share_verdict::exceeds_total);
    offer.has_digest = true;
    CHECK(accepted_bytes::of(offer).what == share_verdict::fits);
    CHECK(accepted_bytes::of(offer).taken == 10);
    CHECK(accepted_bytes::of(offer).is_enough);
}

TEST_CASE("the last bytes of content without a digest are not enough before the server has ended it",
          "[accepted_bytes]")
{
    accepted_bytes::offer offer{.place = 10, .size = 10, .end = 20, .total = 20};
    CHECK_FALSE(accepted_bytes::of(offer).is_enough);
    offer.has_digest = true;
    CHECK(accepted_bytes::of(offer).is_enough);
}

TEST_CASE("bytes beyond the part that the response has announced are too many", "[accepted_bytes]")
{
    accepted_bytes::offer offer{.place = 10, .size = 5, .end = 20, .total = 20, .part_end = 15};
    CHECK(accepted_bytes::of(offer).what == share_verdict::fits);
    offer.size = 6;
    CHECK(accepted_bytes::of(offer).what == share_verdict::exceeds_part);
}
