"""Spreadsheets that leave the portal as they are written: cells of real types, CSV and XLSX in pieces."""
