"""vnplan: scanned Vietnamese administrative plans to structured JSON."""
