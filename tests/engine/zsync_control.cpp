// SPDX-License-Identifier: MIT

#include "catch.hpp"
#include "engine/zsync_text.hpp"
#include <wua/com/hresult.hpp>
#include <wua/engine/seed/zsync_control.hpp>
#include <wua/wuapi/agent_errors.hpp>

#include <string>
#include <string_view>

using wua::detail::zsync_control;
using wua_test::zsync_text;

namespace
{

// What is wrong with it; empty: nothing.
std::string control_refusal(std::string text)
{
    try
    {
        static_cast<void>(zsync_control::parse(std::move(text)));
        return {};
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::wu_e_invalid_file);
        constexpr std::string_view subject = "the zsync control file ";
        const std::string sentence(error.text());
        CHECK(sentence.starts_with(subject));
        return sentence.substr(subject.size());
    }
}

std::string control_with(std::string_view from, std::string_view to)
{
    std::string text = zsync_text(std::string(1000, 'x'));
    return text.replace(text.find(from), from.size(), to);
}

std::string control_with_line(const std::string& line)
{
    return control_with("URL: file\n", line + '\n');
}

} // namespace

TEST_CASE("a control file says how long the file is and has the sums of its blocks", "[zsync_control]")
{
    const std::string content = std::string(100, 'a') + std::string(50, 'b');
    const auto control = zsync_control::parse(
        zsync_text(content, {.block_size = 64, .sequence = 1, .weak_bytes = 3, .strong_bytes = 16}));
    CHECK(control.length() == 150);
    CHECK(control.block_size() == 64);
    CHECK(control.block_count() == 3);
    CHECK(control.size_of(1) == 64);
    CHECK(control.size_of(2) == 22);
    CHECK(control.sequence() == 1);
    CHECK(control.weak_mask() == 0xFFFFFF);
    CHECK(control.weak(0) == (wua::detail::rolling_sum(content.data(), 64).value() & 0xFFFFFF));
    const auto strong = wua::detail::md4(content.data() + 64, 64);
    CHECK(control.strong(1) == std::string_view(reinterpret_cast<const char*>(strong.data()), 16));
    CHECK(control.sha1()->to_hex() == "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    CHECK(zsync_control::parse(zsync_text("")).block_count() == 0);
}

TEST_CASE("the weak sum rolls with its window", "[rolling_sum]")
{
    std::string bytes;
    for (int i = 0; i != 300; ++i)
    {
        bytes += static_cast<char>(i * i * 7 + 128);
    }
    wua::detail::rolling_sum rolling(bytes.data(), 64);
    for (std::size_t at = 0; at + 64 < bytes.size(); ++at)
    {
        rolling.roll(bytes[at], bytes[at + 64], 64);
        CHECK(rolling.value() == wua::detail::rolling_sum(bytes.data() + at + 1, 64).value());
    }
}

TEST_CASE("an inconsistent control file is refused with a sentence that says why", "[zsync_control]")
{
    CHECK(control_refusal(zsync_text(std::string(1000, 'x'))) == "");
    CHECK(control_refusal("") == "does not begin with 'zsync: '");
    CHECK(control_refusal("<html>") == "does not begin with 'zsync: '");
    CHECK(control_refusal("zsync: 0.6.2\nLength: 5\n") == "has no end of its header in the first 23 bytes");
    CHECK(control_refusal("zsync: 0.6.2\n" + std::string(20'000, 'x') + "\n\n") ==
          "has no end of its header in the first 16384 bytes");
    CHECK(control_refusal("zsync: 0.6.2\n\n") == "lacks a line 'Blocksize'");
    CHECK(control_refusal(control_with("Length: 1000\n", "")) == "lacks a line 'Length'");
    CHECK(control_refusal(control_with("Hash-Lengths: 2,2,5\n", "")) == "lacks a line 'Hash-Lengths'");
    CHECK(control_refusal(control_with("zsync: 0.6.2", "zsync: new")) == "has no version: 'new'");
    CHECK(control_refusal(control_with("zsync: 0.6.2", "zsync: 0.0.4")) == "is for another version of zsync: '0.0.4'");
    CHECK(control_refusal(control_with_line("Min-Version: 1.0.0")) == "is for another version of zsync: '1.0.0'");
    CHECK(control_refusal(control_with_line("Min-Version: 0.6.2")) == "");
    CHECK(control_refusal(control_with("Blocksize: 64", "Blocksize: 0")) ==
          "has a block size that is not a power of two: '0'");
    CHECK(control_refusal(control_with("Blocksize: 64", "Blocksize: 96")) ==
          "has a block size that is not a power of two: '96'");
    CHECK(control_refusal(control_with("Blocksize: 64", "Blocksize: -64")) ==
          "has a block size that is not a power of two: '-64'");
    CHECK(control_refusal(control_with("Blocksize: 64", "Blocksize: 16")) ==
          "has blocks of 16 bytes, which is not between 64 and 1048576");
    CHECK(control_refusal(control_with("Blocksize: 64", "Blocksize: 9223372036854775808")) ==
          "has blocks of 9223372036854775808 bytes, which is not between 64 and 1048576");
    CHECK(control_refusal(control_with("Length: 1000", "Length: 1 kB")) == "has a length that is not a number: '1 kB'");
    CHECK(control_refusal(control_with("Length: 1000", "Length: 99999999999999999999")) ==
          "has a length that is not a number: '99999999999999999999'");
    CHECK(control_refusal(control_with("Length: 1000", "Length: 1025")) ==
          "has 112 bytes of checksums, but 1025 bytes of content need 119");
    CHECK(control_refusal(control_with("Length: 1000", "Length: 18446744073709551615")) ==
          "has 112 bytes of checksums, but 18446744073709551615 bytes of content need 2017612633061982208");
    CHECK(control_refusal(control_with("Length: 1000", "Length: 0")) ==
          "has 112 bytes of checksums, but 0 bytes of content need 0");
    CHECK(control_refusal(zsync_text(std::string(1000, 'x')) + 'x') ==
          "has 113 bytes of checksums, but 1000 bytes of content need 112");
    CHECK(control_refusal(control_with("2,2,5", "2,2")) == "has hash lengths that are not three numbers: '2,2'");
    CHECK(control_refusal(control_with("2,2,5", "2,2,5,1")) ==
          "has hash lengths that are not three numbers: '2,2,5,1'");
    for (const char* lengths : {"0,2,5", "3,2,5", "2,0,5", "2,5,5", "2,2,2", "2,2,17"})
    {
        CHECK(control_refusal(control_with("2,2,5", lengths)) ==
              "has hash lengths out of range (1 to 2, 1 to 4, 3 to 16): '" + std::string(lengths) + "'");
    }
    CHECK(control_refusal(control_with("SHA-1: da39a3", "SHA-1: xx")) ==
          "has a SHA-1 that is not valid: 'xxee5e6b4b0d3255bfef95601890afd80709'");
    CHECK(control_refusal(control_with_line("Length: 1000")) == "says 'Length' twice");
    CHECK(control_refusal(control_with_line("URL: a\nURL: b")) == "");
    for (const char* key : {"Z-Map2", "Z-URL", "Z-Filename", "Recompress"})
    {
        CHECK(control_refusal(control_with_line(key + std::string(": 5"))) ==
              "is for compressed content, which is not supported: '" + std::string(key) + "'");
    }
    CHECK(control_refusal(control_with_line("Future: 5")) ==
          "has an unknown line that is not marked as safe to ignore: 'Future'");
    CHECK(control_refusal(control_with_line("Safe: Z-Future Future\nFuture: 5")) == "");
    CHECK(control_refusal(control_with_line("nothing")) == "has a line that is not a name and a value: 'nothing'");
    CHECK(control_refusal(control_with_line("URL: a\x01" + std::string(100, 'b'))) ==
          "has a line that is not a name and a value: 'URL: a" + std::string(33, 'b') + "...'");
    CHECK(control_refusal(zsync_text("") + std::string(zsync_control::max_bytes, 'x')) ==
          "has more than 33554432 bytes");
}
