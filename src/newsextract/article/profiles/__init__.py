"""Profiles of press sites: what a newspaper's pages look like, written as data.

One TOML file in `data/` per publisher, CMS or portal. A contributor who adds a newspaper
writes such a file and a small page, and no Python.
"""

from newsextract.article.profiles.choose import Choice, choose, choose_layout, explain
from newsextract.article.profiles.load import (
    ProfileError,
    load_profiles,
    profile_named,
    read_profile,
)
from newsextract.article.profiles.models import Layout, Profile, ScriptBody, split_attribute
from newsextract.article.profiles.probe import Finding, probe

__all__ = [
    "Choice",
    "Finding",
    "Layout",
    "Profile",
    "ProfileError",
    "ScriptBody",
    "choose",
    "choose_layout",
    "explain",
    "load_profiles",
    "probe",
    "profile_named",
    "read_profile",
    "split_attribute",
]
