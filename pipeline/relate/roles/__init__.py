"""Roles: which titles a person has, and in which organisation."""
