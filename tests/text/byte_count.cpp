// SPDX-License-Identifier: MIT
#include "catch.hpp"
#include <wua/text/byte_count.hpp>

#include <cstdint>
#include <limits>

namespace
{

TEST_CASE("byte counts are exact up to 999 and in binary units above", "[byte_count]")
{
    const auto text = [](std::uint64_t bytes) { return fmt::format("{}", wua::byte_count{bytes}); };
    CHECK(text(0) == "0 B");
    CHECK(text(999) == "999 B");
    CHECK(text(1000) == "1.0 KiB");
    CHECK(text(1024) == "1.0 KiB");
    CHECK(text(1536) == "1.5 KiB");
    CHECK(text(1024 * 1000 - 52) == "999.9 KiB");
    CHECK(text(1024 * 1000 - 51) == "1.0 MiB");
    CHECK(text(4404019) == "4.2 MiB");
    CHECK(text(std::uint64_t{1} << 30) == "1.0 GiB");
    CHECK(text(5'000'000'000'000) == "4.5 TiB");
    CHECK(text(std::uint64_t{1} << 50) == "1.0 PiB");
    CHECK(text(std::numeric_limits<std::uint64_t>::max()) == "16.0 EiB");
}

TEST_CASE("byte rates are byte counts per second", "[byte_count]")
{
    const auto text = [](double rate) { return fmt::format("{}", wua::byte_rate{rate}); };
    CHECK(text(0) == "0 B/s");
    CHECK(text(999.9) == "999 B/s");
    CHECK(text(3250586) == "3.1 MiB/s");
    CHECK(text(1e19) == "8.7 EiB/s");
}

TEST_CASE("a rate that is not a number is shown as unknown", "[byte_count]")
{
    const auto text = [](double rate) { return fmt::format("{}", wua::byte_rate{rate}); };
    CHECK(text(-1) == "? B/s");
    CHECK(text(1e20) == "? B/s");
    CHECK(text(std::numeric_limits<double>::quiet_NaN()) == "? B/s");
    CHECK(text(std::numeric_limits<double>::infinity()) == "? B/s");
}

TEST_CASE("a part is shown in the unit of its total", "[byte_count]")
{
    CHECK(wua::detail::bytes_of_total(0, 10 * 1024 * 1024) == "0.0/10.0 MiB");
    CHECK(wua::detail::bytes_of_total(4404019, 10 * 1024 * 1024) == "4.2/10.0 MiB");
    CHECK(wua::detail::bytes_of_total(42, 999) == "42/999 B");
    CHECK(wua::detail::bytes_of_total(0, 0) == "0/0 B");
    CHECK(wua::detail::bytes_of_total(4404019, std::nullopt) == "4.2/? MiB");
    CHECK(wua::detail::bytes_of_total(2048, 999) == "2048/999 B");
}

} // namespace
