// SPDX-License-Identifier: MIT
// Check a file's signature before the file gets its name: content that the right key has not signed is refused.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/text/outcome.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

// openssl genpkey -algorithm ed25519; openssl pkeyutl -sign -rawin
static const unsigned char our_key[] = {
    0x28, 0x4f, 0xdf, 0x95, 0x6c, 0xd8, 0x86, 0xb6, 0x97, 0x86, 0x7c, 0xec, 0x65, 0xc5, 0x83, 0xfe,
    0xe4, 0x2f, 0x69, 0x93, 0xf7, 0x1f, 0x54, 0x97, 0xf6, 0x6b, 0x79, 0xbd, 0x36, 0x70, 0xf8, 0xa3};
static const unsigned char our_signature[] = {
    0x05, 0x89, 0x67, 0x9a, 0x74, 0x8b, 0xdc, 0xbd, 0x7f, 0xc5, 0x85, 0xfd, 0xc0, 0x4e, 0xe2, 0x6e,
    0x14, 0x30, 0xa9, 0x2f, 0x9e, 0x5b, 0xf3, 0xbe, 0x14, 0x28, 0x2a, 0x7f, 0x89, 0xc0, 0x9b, 0xca,
    0xd3, 0xdb, 0xf3, 0x5e, 0x4f, 0x1d, 0x31, 0x96, 0x72, 0x1f, 0xd9, 0x6c, 0x49, 0x04, 0x0a, 0xca,
    0x23, 0x08, 0xb3, 0x23, 0xad, 0x9d, 0xc4, 0xb2, 0x61, 0x2e, 0xd9, 0xb9, 0x75, 0xaa, 0x82, 0x09};

static bool is_signed(const std::string& text)
{
    const std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)> key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, our_key, sizeof our_key), &EVP_PKEY_free);
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, key.get()) == 1 &&
           EVP_DigestVerify(context.get(), our_signature, sizeof our_signature,
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

int main()
{
    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-signature-check";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "good") << "what we have signed"; // normally behind an https URL
    std::ofstream(folder / "bad") << "tampered with";

    wua::curl_options options{.directory = folder / "downloads", .allows_file_urls = true};
    options.policy.check = [](const wua::finished_content& file) {
        std::string content(file.size(), '\0');
        content.resize(file.read(0, content.data(), content.size()));
        return is_signed(content) ? wua::content_verdict::accepted()
                                  : wua::content_verdict::refused("this was not signed by us");
    };
    const std::string path = folder.generic_string();
    const std::string place = "file://" + (path.front() == '/' ? path : '/' + path); // Windows paths begin with a drive
    wua::job job = wua::start(
        wua::curl_engine(options), {wua::make_item("good", place + "/good"), wua::make_item("bad", place + "/bad")});
    job.wait();
    fmt::print("good: {}\nbad: {}\n", job.result(0), job.result(1));
    std::filesystem::remove_all(folder);
}
