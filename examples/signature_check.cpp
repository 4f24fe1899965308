// SPDX-License-Identifier: MIT
// Check a file's signature before it gets its name: what was not signed by the right key is refused.

#include <wua/engine/curl_engine.hpp>
#include <wua/job/job.hpp>
#include <wua/text/text.hpp>

#include <fmt/format.h>
#include <openssl/evp.h>

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace
{

using key = std::shared_ptr<EVP_PKEY>;
using signature = std::vector<unsigned char>;

signature sign(const key& secret, std::string_view text)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    signature made(64); // Ed25519
    std::size_t size = made.size();
    EVP_DigestSignInit(context.get(), nullptr, nullptr, nullptr, secret.get());
    EVP_DigestSign(context.get(), made.data(), &size, reinterpret_cast<const unsigned char*>(text.data()), text.size());
    return made;
}

bool is_signed(const key& known, const signature& claimed, std::string_view text)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context(EVP_MD_CTX_new(), &EVP_MD_CTX_free);
    return EVP_DigestVerifyInit(context.get(), nullptr, nullptr, nullptr, known.get()) == 1 &&
           EVP_DigestVerify(context.get(), claimed.data(), claimed.size(),
                            reinterpret_cast<const unsigned char*>(text.data()), text.size()) == 1;
}

} // namespace

int main()
{
    const key ours(EVP_PKEY_Q_keygen(nullptr, nullptr, "ED25519"), &EVP_PKEY_free);
    const std::string good = "what we have signed";
    const std::map<std::string, signature> signatures{{"good", sign(ours, good)}, {"bad", sign(ours, good)}};

    const std::filesystem::path folder = std::filesystem::temp_directory_path() / "wua-signature-check";
    std::filesystem::create_directories(folder);
    std::ofstream(folder / "a") << good; // where a URL of https would lead
    std::ofstream(folder / "b") << "tampered with";

    wua::curl_options options{.directory = folder / "downloads"};
    options.allows_file_urls = true;
    options.policy.check = [&](const wua::finished_content& file) {
        std::string content(static_cast<std::size_t>(file.size()), '\0');
        content.resize(file.read(0, content.data(), content.size()));
        return is_signed(ours, signatures.at(file.update()->title), content)
                   ? wua::content_verdict::accepted()
                   : wua::content_verdict::refused("this was not signed by us");
    };

    const std::string path = folder.generic_string();
    const std::string place = "file://" + (path.front() == '/' ? path : '/' + path); // a drive comes first on Windows
    wua::job job = wua::start(
        wua::curl_engine(options), {wua::make_item("good", place + "/a"), wua::make_item("bad", place + "/b")});
    job.wait();
    for (std::size_t i = 0; i != job.updates().size(); ++i)
    {
        fmt::print("{}: {}\n", job.updates()[i]->title, job.result(i));
    }
    std::filesystem::remove_all(folder);
    return job.result(0).is_success() && !job.result(1).is_success() ? 0 : 1;
}
