// SPDX-License-Identifier: MIT
#pragma once

// Bodies of <wua/model/update_item.hpp>.

#include <wua/model/update_item.hpp>

#include <cstddef>
#include <limits>
#include <utility>

namespace wua
{

WUA_COLD std::vector<content_digest> content_file::digests() const
{
    std::vector<content_digest> all;
    const auto insert = [&](const content_digest& one) {
        auto place = all.begin();
        while (place != all.end() && place->algorithm <= one.algorithm && *place != one)
        {
            ++place;
        }
        if (place == all.end() || *place != one)
        {
            all.insert(place, one);
        }
    };
    if (digest)
    {
        insert(*digest);
    }
    for (std::size_t i = 0; more_digests && i != more_digests->size(); ++i)
    {
        insert((*more_digests)[i]);
    }
    return all;
}

WUA_COLD void content_file::add_digest(content_digest further)
{
    if (!digest)
    {
        digest = std::move(further);
        return;
    }
    auto all = more_digests ? std::make_shared<std::vector<content_digest>>(*more_digests)
                            : std::make_shared<std::vector<content_digest>>();
    all->push_back(std::move(further));
    more_digests = std::move(all);
}

WUA_INLINE std::optional<std::uint64_t> update_item::size() const noexcept
{
    if (files.empty())
    {
        return std::nullopt;
    }
    std::uint64_t sum = 0;
    for (const content_file& file : files)
    {
        if (!file.size || *file.size > std::numeric_limits<std::uint64_t>::max() - sum)
        {
            return std::nullopt;
        }
        sum += *file.size;
    }
    return sum;
}

WUA_COLD update_pointer make_item(std::string title, std::string url, std::optional<std::uint64_t> size,
                                  std::optional<content_digest> digest)
{
    update_item item{.identity = {},
                     .title = std::move(title),
                     .files = std::vector<content_file>(1),
                     .max_size = {},
                     .details = {}};
    content_file& file = item.files.front();
    file.urls.push_back(std::move(url));
    file.size = size;
    if (digest)
    {
        file.digest.emplace(std::move(*digest));
    }
    return std::make_shared<const update_item>(std::move(item));
}

} // namespace wua
