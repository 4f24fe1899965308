// SPDX-License-Identifier: MIT
#pragma once

// The digests that identify content.

#include <wua/separate_compilation.hpp>

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace wua
{

/// The digests that a manifest may name. SHA-1 is accepted for old manifests and is weak: it detects accidents, not
/// attackers; download_policy can refuse it.
enum class digest_algorithm : std::uint8_t
{
    none,
    sha1,
    sha256,
    sha384,
    sha512,
    blake2b_512,
};

/// All of them except none.
inline constexpr digest_algorithm digest_algorithms[] = {
    digest_algorithm::sha1,   digest_algorithm::sha256,      digest_algorithm::sha384,
    digest_algorithm::sha512, digest_algorithm::blake2b_512,
};

/// The digest that a file must have, as raw bytes.
struct content_digest
{
    digest_algorithm algorithm = digest_algorithm::none;
    std::vector<std::uint8_t> bytes;

    bool operator==(const content_digest&) const = default;

    /// The number of bytes that the algorithm produces; 0 for none and for invalid values.
    static constexpr std::size_t length(digest_algorithm algorithm) noexcept
    {
        switch (algorithm)
        {
            case digest_algorithm::sha1:
                return 20;
            case digest_algorithm::sha256:
                return 32;
            case digest_algorithm::sha384:
                return 48;
            case digest_algorithm::sha512:
            case digest_algorithm::blake2b_512:
                return 64;
            case digest_algorithm::none:
                break;
        }
        return 0;
    }

    /// Its name in manifests, journals and messages: "sha1", "sha256", "sha384", "sha512" or "blake2b"; empty for none
    /// and for invalid values.
    static constexpr std::string_view name(digest_algorithm algorithm) noexcept
    {
        switch (algorithm)
        {
            case digest_algorithm::sha1:
                return "sha1";
            case digest_algorithm::sha256:
                return "sha256";
            case digest_algorithm::sha384:
                return "sha384";
            case digest_algorithm::sha512:
                return "sha512";
            case digest_algorithm::blake2b_512:
                return "blake2b";
            case digest_algorithm::none:
                break;
        }
        return {};
    }

    /// The algorithm with that name; none for any other text.
    static constexpr digest_algorithm algorithm_named(std::string_view text) noexcept
    {
        for (const digest_algorithm each : digest_algorithms)
        {
            if (name(each) == text)
            {
                return each;
            }
        }
        return digest_algorithm::none;
    }

    /// True when the algorithm is known and the number of bytes is the one it produces.
    bool is_valid() const noexcept
    {
        return length(algorithm) != 0 && bytes.size() == length(algorithm);
    }

    /// Parses hexadecimal digits of either case; nullopt when a character or the length is wrong for the algorithm.
    static std::optional<content_digest> from_hex(digest_algorithm algorithm, std::string_view digits);

    /// The same for digits that must be right: a file whose digest was dropped would not be verified. 64 digits for
    /// SHA-256, 96 for SHA-384, 128 for SHA-512 and for BLAKE2b-512. Throws hresult_error: E_INVALIDARG.
    static content_digest sha256(std::string_view digits);
    static content_digest sha384(std::string_view digits);
    static content_digest sha512(std::string_view digits);
    static content_digest blake2b_512(std::string_view digits);

    /// Lower-case hexadecimal digits.
    std::string to_hex() const;
};

} // namespace wua

#ifndef WUA_SEPARATE_COMPILATION
#include <wua/impl/model/content_digest.ipp>
#endif
