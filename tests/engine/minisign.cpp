// SPDX-License-Identifier: MIT
// Keys and signatures in minisign's format: those that the program makes are accepted, and nothing else is.

#include "servers/minisign.hpp"

#include "catch.hpp"
#include <wua/manifest/reading/base64.hpp>
#include <wua/manifest/reading/minisign_signature.hpp>

#include <cstdint>
#include <string>
#include <vector>

using Catch::Matchers::ContainsSubstring;
using wua_test::minisign_signer;

namespace
{

struct signature_verdict
{
    wua::HRESULT code = wua::s_ok;
    std::string text; // the sentence, or the trusted comment

    bool operator==(const signature_verdict&) const = default;
};

signature_verdict verify_signed(std::string_view content, std::string_view signature,
                                const std::vector<wua::minisign_key>& trusted)
{
    try
    {
        const auto read = wua::detail::minisign_signature::from_text(signature, "the signature");
        read.verify(content, trusted, "the file");
        return {wua::s_ok, read.trusted_comment()};
    }
    catch (const wua::hresult_error& error)
    {
        return {error.code(), error.what()};
    }
}

std::string refusal_of_key(std::string_view text)
{
    try
    {
        wua::minisign_key::from_text(text);
    }
    catch (const wua::hresult_error& error)
    {
        CHECK(error.code() == wua::e_invalidarg);
        return error.what();
    }
    return {};
}

} // namespace

TEST_CASE("base64 is read to the last bit or not at all", "[minisign]")
{
    using wua::detail::decode_base64;
    using bytes = std::vector<std::uint8_t>;
    CHECK(decode_base64("") == bytes{});
    CHECK(decode_base64("Zg==") == bytes{'f'});
    CHECK(decode_base64("Zm8=") == bytes{'f', 'o'});
    CHECK(decode_base64("Zm9v") == bytes{'f', 'o', 'o'});
    CHECK(decode_base64("+/+/") == bytes{0xfb, 0xff, 0xbf});
    for (const char* const damaged : {"Z", "Zg", "Zg=", "Zg===", "Zh==", "Zm9=", "Zm9v=", "Zm9v====", "=",
                                      "====", "Z=g=", "Zm 9v", "Zm9v\n", "-_-_"})
    {
        INFO(damaged);
        CHECK_FALSE(decode_base64(damaged));
    }
}

TEST_CASE("a public key of minisign is read as a file or as its line alone", "[minisign]")
{
    const auto key = wua::minisign_key::from_text("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3");
    CHECK(key.id() == "E7620F1842B4E81F");
    CHECK(key == wua::minisign_key::from_text("untrusted comment: minisign public key E7620F1842B4E81F\r\n"
                                              "RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3\r\n"));
    CHECK(wua::minisign_key::from_text("RWQCFA+fsIdiDFRxMHBS5nn9O3kdl5WQkCtp6bEkBLjTd6MoNzuwSBML").id() ==
          "C6287B09F0F1402"); // as minisign has it in the comment of this key
    const char* const none = "is not a public key of minisign";
    CHECK_THAT(refusal_of_key(""), ContainsSubstring(none));
    CHECK_THAT(refusal_of_key("untrusted comment: alone\n"), ContainsSubstring(none));
    CHECK_THAT(refusal_of_key("untrusted comment: a\nb\nc\n"), ContainsSubstring(none));
    CHECK_THAT(refusal_of_key("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GF*3"),
               ContainsSubstring("its base64 is damaged"));
    CHECK_THAT(refusal_of_key("RWQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7"), ContainsSubstring("42 bytes"));
    CHECK_THAT(refusal_of_key("RUQf6LRCGA9i53mlYecO4IzT51TGPpvWucNSCh1CBM0QTaLn73Y7GFO3"),
               ContainsSubstring("an unknown algorithm"));
}

TEST_CASE("what minisign signs is verified, hashed before or not", "[minisign]")
{
    if (!minisign_signer::is_there())
    {
        return skip("there is no minisign");
    }
    const minisign_signer signer;
    const minisign_signer other;
    const auto key = wua::minisign_key::from_text(signer.public_key());
    const auto other_key = wua::minisign_key::from_text(other.public_key_line());
    CHECK(key == wua::minisign_key::read(signer.public_key_file()));
    CHECK_THAT(signer.public_key(), ContainsSubstring(key.id()));
    CHECK_THAT(refusal_of_key(wua_test::read_file(signer.secret_key_file())),
               ContainsSubstring("is a secret key of minisign"));

    const std::string content = "what is signed\n";
    for (const char* const form : {"", "-l"})
    {
        INFO("minisign -S " << form);
        const std::string signature = signer.sign(content, std::string(form) + " -t 'of today'");
        CHECK(verify_signed(content, signature, {key}) == signature_verdict{wua::s_ok, "of today"});
        CHECK(verify_signed(content, signature, {other_key, key}) == signature_verdict{wua::s_ok, "of today"});
        CHECK(verify_signed(content, signature, {other_key}) ==
              signature_verdict{wua::e_manifest_not_trusted, "the file is signed by the key " + key.id() +
                                                                 ", which is not trusted; trusted: " + other_key.id()});
        CHECK(verify_signed("something else", signature, {key}) ==
              signature_verdict{
                  wua::e_manifest_changed,
                  "the file does not match its signature: that is of another file, or one of the two was changed"});
    }
    const std::string hashed = signer.sign(content);
    const std::string legacy = signer.sign(content, "-l");
    CHECK(hashed.substr(hashed.find('\n') + 1, 2) == "RU"); // ED
    CHECK(legacy.substr(legacy.find('\n') + 1, 2) == "RW"); // Ed
    CHECK(verify_signed("", signer.sign(""), {key}).code == wua::s_ok);

    // A key that only pretends to be the one that is named.
    std::string forged = other.public_key_line();
    const std::string named = signer.public_key_line();
    forged.replace(0, 12, named, 0, 12); // two bytes of the algorithm and seven of the key's name
    CHECK_THAT(
        verify_signed(content, hashed, {wua::minisign_key::from_text(forged)}).text, ContainsSubstring("not trusted"));
}

TEST_CASE("no byte of a signature or of what it signs can be changed, and none can go", "[minisign]")
{
    if (!minisign_signer::is_there())
    {
        return skip("there is no minisign");
    }
    const minisign_signer signer;
    const std::vector<wua::minisign_key> trusted{wua::minisign_key::from_text(signer.public_key())};
    const std::string content = R"({"name": "a", "updates": []})";
    for (const char* const form : {"", "-l"})
    {
        INFO("minisign -S " << form);
        const std::string signature = signer.sign(content, form);
        const signature_verdict right = verify_signed(content, signature, trusted);
        REQUIRE(right.code == wua::s_ok);
        for (std::size_t i = 0; i != content.size(); ++i)
        {
            INFO("byte " << i << " of the content");
            std::string changed = content;
            changed[i] = static_cast<char>(changed[i] ^ 1 << i % 8);
            CHECK(verify_signed(changed, signature, trusted).code == wua::e_manifest_changed);
            CHECK(verify_signed(content.substr(0, i), signature, trusted).code == wua::e_manifest_changed);
        }

        // The text of the first comment is nobody's word: it says nothing, and changes nothing.
        const std::string_view first_comment = "untrusted comment: ";
        const std::size_t first_end = signature.find('\n');
        for (std::size_t i = 0; i != signature.size(); ++i)
        {
            INFO("byte " << i << " of the signature");
            std::string changed = signature;
            changed[i] = static_cast<char>(changed[i] ^ 1 << i % 8);
            const signature_verdict made = verify_signed(content, changed, trusted);
            if (i >= first_comment.size() && i < first_end)
            {
                CHECK(made == right);
            }
            else
            {
                CHECK(wua::failed(made.code));
            }
            const signature_verdict cut = verify_signed(content, signature.substr(0, i), trusted);
            if (i + 1 == signature.size()) // only the last line's end is missing
            {
                CHECK(cut == right);
            }
            else
            {
                CHECK(wua::failed(cut.code));
            }
        }
        CHECK(verify_signed(content, signature + "x", trusted).text ==
              "the signature has something after its four lines");
        CHECK(verify_signed(content, signature + "\n", trusted).text ==
              "the signature has something after its four lines");
    }
}

TEST_CASE("what is wrong with the form of a signature is reported", "[minisign]")
{
    const std::string first = "untrusted comment: a\n";
    const std::string second = std::string("RUQf6LRCGA9i5") + std::string(86, 'A') + "=\n";
    const std::string third = "trusted comment: b\n";
    const std::string fourth = std::string(86, 'A') + "==\n";
    const auto said = [](const std::string& text) {
        const signature_verdict made = verify_signed("", text, {});
        CHECK(made.code == wua::e_manifest_not_signed);
        return made.text;
    };
    CHECK(said("") == "the signature is empty");
    CHECK_THAT(said("\x1f\x8b"), ContainsSubstring("is not a signature of minisign"));
    CHECK(said(first) == "the signature is truncated: its signature is missing");
    CHECK_THAT(said(first + "RUQf\n!"), ContainsSubstring("has a second line that is not a signature"));
    CHECK_THAT(said(first + "RUQ*" + second), ContainsSubstring("damaged base64 in its second line"));
    CHECK_THAT(said(first + "QUJ" + second.substr(3)), ContainsSubstring("an unknown algorithm"));
    CHECK(said(first + second) == "the signature is truncated: its trusted comment is missing");
    CHECK_THAT(said(first + second + fourth), ContainsSubstring("third line that is not a trusted comment"));
    CHECK(said(first + second + third) ==
          "the signature is truncated: the signature of its trusted comment is missing");
    CHECK_THAT(said(first + second + third + "AA"), ContainsSubstring("damaged base64 in its fourth line"));
    CHECK_THAT(said(first + second + third + "AAAA"), ContainsSubstring("fourth line that is not a signature"));
    CHECK_THAT(said(first + second + third + fourth + fourth), ContainsSubstring("after its four lines"));
}
