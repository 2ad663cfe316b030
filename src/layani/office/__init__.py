"""The office: web pages, API, jobs and tables around the rules."""
