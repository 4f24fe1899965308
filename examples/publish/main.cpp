// SPDX-License-Identifier: MIT
// publish: prepares a folder of files for a fleet's downloads. It makes a .torrent for each file, a manifest of all
// files with sizes and SHA-256, and its signature. The folder can then be put on any web server. Without arguments it
// publishes an example.

#include <wua/engine/torrent_maker.hpp>
#include <wua/manifest/read_manifest.hpp>

#include <CLI/CLI.hpp>
#include <nlohmann/json.hpp>
#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <map>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace
{

namespace fs = std::filesystem;

struct publication
{
    fs::path folder;
    std::string url; // where the folder will be available
    std::optional<std::string> name;
    std::optional<std::int64_t> version;
    std::optional<std::string> expires;
    std::string key; // minisign's file of the secret key
    std::string tracker_list;
    wua::torrent_options torrents;
};

std::string sha256_of(const fs::path& path)
{
    const std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> hash(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::ifstream file(path, std::ios::binary);
    std::array<char, 1U << 16U> bytes;
    bool is_fine = hash && EVP_DigestInit_ex(hash.get(), EVP_sha256(), nullptr) == 1;
    while (is_fine && file.read(bytes.data(), bytes.size()).gcount() != 0)
    {
        is_fine = EVP_DigestUpdate(hash.get(), bytes.data(), static_cast<std::size_t>(file.gcount())) == 1;
    }
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest;
    unsigned size = 0;
    if (!is_fine || !file.eof() || EVP_DigestFinal_ex(hash.get(), digest.data(), &size) != 1)
    {
        throw std::runtime_error("cannot read " + path.string());
    }
    std::string text;
    for (unsigned i = 0; i != size; ++i)
    {
        constexpr std::string_view digits = "0123456789abcdef";
        text += digits[digest[i] >> 4U];
        text += digits[digest[i] & 0xFU];
    }
    return text;
}

// The path of a URL, with its slashes.
std::string escaped(std::string_view path)
{
    std::string text;
    for (const char c : path)
    {
        constexpr std::string_view plain = "-._~/";
        const auto byte = static_cast<unsigned char>(c);
        if ((c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
            plain.find(c) != std::string_view::npos)
        {
            text += c;
        }
        else
        {
            char code[4];
            std::snprintf(code, sizeof code, "%%%02X", byte);
            text += code;
        }
    }
    return text;
}

void write(const fs::path& path, std::string_view text)
{
    std::ofstream file(path, std::ios::binary | std::ios::trunc);
    file.write(text.data(), static_cast<std::streamsize>(text.size()));
    if (!file.flush())
    {
        throw std::runtime_error("cannot write " + path.string());
    }
}

bool is_our_own(const fs::path& path)
{
    const std::string name = path.filename().string();
    return path.extension() == ".torrent" || name == "manifest.json" || name == "manifest.json.minisig";
}

std::vector<fs::path> files_in(const fs::path& folder)
{
    std::vector<fs::path> found;
    for (const fs::directory_entry& each : fs::recursive_directory_iterator(folder))
    {
        if (each.is_regular_file() && !each.is_symlink() && !is_our_own(each.path()))
        {
            found.push_back(each.path());
        }
    }
    std::sort(found.begin(), found.end());
    return found;
}

// Asks for the password of the key, if it has one.
void sign(const fs::path& file, const std::string& key)
{
    const auto quoted = [](const std::string& text) {
        std::string word = "'";
        for (const char c : text)
        {
            word += c == '\'' ? std::string("'\\''") : std::string(1, c);
        }
        return word + '\'';
    };
    const std::string command = "minisign -S -s " + quoted(key) + " -m " + quoted(file.string()) + " >&2";
    if (std::system(command.c_str()) != 0) // NOLINT(concurrency-mt-unsafe): nobody else does
    {
        throw std::runtime_error("minisign could not sign " + file.string());
    }
}

// Throws if readers of the manifest would refuse it.
void require_readable(const nlohmann::ordered_json& manifest, const std::string& what)
{
    try
    {
        wua::parse_manifest(manifest.dump());
    }
    catch (const nlohmann::json::exception&)
    {
        throw std::runtime_error(what + ": not valid UTF-8");
    }
    catch (const std::exception& error)
    {
        throw std::runtime_error(what + ": " + error.what());
    }
}

// The members that are known without reading the file. Throws for a file that could not be stored elsewhere.
nlohmann::ordered_json update_of(const fs::path& path, const std::string& name, const std::string& url)
{
    nlohmann::ordered_json update;
    update["title"] = name;
    update["url"] = url + escaped(name);
    update["file"] = name;
    update["size"] = fs::file_size(path);
    require_readable({{"updates", nlohmann::ordered_json::array({update})}}, path.string());
    return update;
}

// Needed because some systems do not distinguish upper and lower case in names.
std::string lowered(std::string name)
{
    std::transform(name.begin(), name.end(), name.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
    return name;
}

// The manifest without digests and torrents. The files' paths are stored in `paths`.
nlohmann::ordered_json manifest_of(const publication& wanted, std::vector<fs::path>& paths)
{
    nlohmann::ordered_json manifest;
    if (wanted.name)
    {
        manifest["name"] = *wanted.name;
    }
    if (wanted.version)
    {
        manifest["version"] = *wanted.version;
    }
    if (wanted.expires)
    {
        manifest["expires"] = *wanted.expires;
    }
    const std::string url = wanted.url + (wanted.url.ends_with('/') ? "" : "/");
    manifest["updates"] = nlohmann::ordered_json::array();
    std::map<std::string, std::string> names;
    for (const fs::path& path : files_in(wanted.folder))
    {
        const std::string name = fs::relative(path, wanted.folder).generic_string();
        manifest["updates"].push_back(update_of(path, name, url));
        paths.push_back(path);
        if (const auto made = names.emplace(lowered(name), name); !made.second)
        {
            throw std::runtime_error("two files differ only in case: " + made.first->second + " and " + name);
        }
    }
    if (paths.empty())
    {
        throw std::runtime_error("there are no files in " + wanted.folder.string());
    }
    require_readable(manifest, "the manifest would not be valid");
    return manifest;
}

// Returns the number of files. Nothing is written unless everything is valid.
std::size_t publish(const publication& wanted)
{
    std::vector<fs::path> paths;
    nlohmann::ordered_json manifest = manifest_of(wanted, paths);
    std::string hashes;
    for (std::size_t i = 0; i != paths.size(); ++i)
    {
        nlohmann::ordered_json& update = manifest["updates"][i];
        update["sha256"] = sha256_of(paths[i]);
        if (update["size"] == 0)
        {
            continue;
        }
        const wua::made_torrent made = wua::make_torrent(paths[i], wanted.torrents);
        write(paths[i].string() + ".torrent", made.torrent);
        update["torrent"] = update["url"].get<std::string>() + ".torrent";
        update["info_hash"] = made.info_hash;
        for (const std::string& hash : made.tracker_hashes)
        {
            hashes += hash + '\n';
        }
    }
    const fs::path path = wanted.folder / "manifest.json";
    const std::string text = manifest.dump(4) + '\n';
    static_cast<void>(wua::parse_manifest(text)); // refuses what no reader would accept
    write(path, text);
    if (!wanted.tracker_list.empty())
    {
        write(wanted.tracker_list, hashes);
    }
    if (!wanted.key.empty())
    {
        sign(path, wanted.key);
    }
    return paths.size();
}

int publish_example()
{
    const fs::path folder = fs::temp_directory_path() / "wua-publish-example";
    fs::create_directories(folder / "bin");
    write(folder / "bin" / "tool", std::string(100'000, 't'));
    write(folder / "read me.txt", "hello\n");
    publication example;
    example.folder = folder;
    example.url = "https://host/updates";
    example.name = "example";
    const std::size_t count = publish(example);
    std::ifstream file(folder / "manifest.json");
    const nlohmann::json made = nlohmann::json::parse(file);
    for (const nlohmann::json& each : made["updates"])
    {
        std::printf("%s: %s, swarm %.8s...\n", each["file"].get<std::string>().c_str(),
                    each["url"].get<std::string>().c_str(), each["info_hash"].get<std::string>().c_str());
    }
    std::printf("%zu files published\n", count);
    fs::remove_all(folder);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        if (argc == 1)
        {
            return publish_example();
        }
        publication wanted;
        std::string folder;
        CLI::App app("Makes the manifest, the .torrents and the signature of a folder of files.", "publish");
        app.add_option("folder", folder, "the files to publish; output is written beside them, if all input is valid")
            ->required()
            ->check(CLI::ExistingDirectory);
        app.add_option("--url", wanted.url, "where the folder will be served, such as https://host/updates")
            ->required();
        app.add_option("--tracker", wanted.torrents.trackers, "a tracker; may be repeated")->allow_extra_args(false);
        app.add_flag("--private", wanted.torrents.is_private, "find peers only through trackers");
        CLI::Option* const name = app.add_option("--name", wanted.name, "the name of the manifest");
        CLI::Option* const version = app.add_option(
            "--version", wanted.version, "the version of the manifest, 1 or more; greater than the last one");
        CLI::Option* const expires =
            app.add_option("--expires", wanted.expires, "when the manifest expires, such as 2027-01-31T12:00:00Z");
        app.add_option("--key", wanted.key, "a minisign secret key to sign the manifest with")
            ->check(CLI::ExistingFile)
            ->needs(name, version, expires); // readers require these of a signed manifest
        app.add_option("--tracker-list", wanted.tracker_list,
                       "a file for the info-hashes, for a tracker that serves no others, such as opentracker -w FILE");
        try
        {
            app.parse(argc, argv);
        }
        catch (const CLI::ParseError& error)
        {
            return app.exit(error) == 0 ? 0 : 2;
        }
        wanted.folder = folder;
        std::printf("%zu files published in %s\n", publish(wanted), (wanted.folder / "manifest.json").string().c_str());
        return 0;
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "publish: %s\n", error.what());
        return 1;
    }
}
